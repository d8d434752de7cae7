import type { Inline, Line, Quote } from '../../../src/dsn/languages/inline.ts';
import type { Block, Party } from '../../../src/dsn/notice/blocks.ts';

/** A line of a notice: what is quoted stands apart, and letters that differ are marked. */
export function LineView({ line }: { readonly line: Line }) {
  return (
    <>
      {line.map((inline, i) => (
        <InlineView inline={inline} key={`${i} ${typeof inline === 'string' ? inline : inline.text}`} />
      ))}
    </>
  );
}

function InlineView({ inline }: { readonly inline: Inline }) {
  if (typeof inline === 'string') return <>{inline}</>;
  const { kind } = inline;
  if (kind === 'words') return <bdi>{inline.text}</bdi>;
  return (
    <bdi class={kind} dir="ltr">
      <Marked quote={inline} />
    </bdi>
  );
}

/** Wrong letters are struck out, right ones underlined: not by colour alone. */
function Marked({ quote: { text, marks = [], isWrong } }: { readonly quote: Quote }) {
  const pieces = [];
  let at = 0;
  for (const { from, to } of marks) {
    const letters = text.slice(from, to);
    pieces.push(
      text.slice(at, from),
      isWrong ? <del key={from}>{letters}</del> : <ins key={from}>{letters}</ins>,
    );
    at = to;
  }
  return <>{[...pieces, text.slice(at)]}</>;
}

/** Blocks of a notice, but for suggestions, for which the card has something better than a link. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return (
    <>
      {blocks.map((block, i) => (
        <BlockView block={block} key={`${i} ${block.kind}`} />
      ))}
    </>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <h3>{block.text}</h3>;
    case 'paragraph':
      return (
        <p class={block.weight}>
          <LineView line={block.text} />
        </p>
      );
    case 'addresses':
      return (
        <ul class="failed-addresses">
          {block.items.map((item) => (
            <li key={JSON.stringify(item)}>
              <LineView line={item} />
            </li>
          ))}
        </ul>
      );
    case 'who-must-act':
      return <WhoMustAct title={block.title} parties={block.parties} />;
    case 'steps':
      return (
        <section>
          <h3>{block.title}</h3>
          <ol class="steps">
            {block.items.map((item) => (
              <li key={JSON.stringify(item)}>
                <LineView line={item} />
              </li>
            ))}
          </ol>
        </section>
      );
    case 'suggestion':
      return null;
    case 'facts':
      return (
        <section>
          {block.title && <h3>{block.title}</h3>}
          <dl class="facts">
            {block.rows.map(({ label, value }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <LineView line={value} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      );
    case 'table':
      return <TableView {...block} />;
    case 'folded':
      return (
        <details class="folded">
          <summary>{block.title}</summary>
          <Blocks blocks={block.blocks} />
        </details>
      );
  }
}

interface TableProps {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Line[])[];
}

const TableView = ({ title, head, rows }: TableProps) => (
  <table>
    <caption>{title}</caption>
    <thead>
      <tr>
        {head.map((each) => (
          <th scope="col" key={each}>
            {each}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={JSON.stringify(row)}>
          {row.map((cell, i) => (
            <td key={head[i]}>
              <LineView line={cell} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);

function WhoMustAct({ title, parties }: { readonly title: string; readonly parties: readonly Party[] }) {
  return (
    <section class="who" aria-label={title}>
      <ol>
        {parties.map(({ name, mark, did, acts }) => (
          <li key={JSON.stringify(name)} data-mark={mark}>
            <span class="dot" aria-hidden="true" />
            <b>
              <LineView line={name} />
            </b>
            {did && <small>{did}</small>}
            {acts && <small class="acts">{acts}</small>}
          </li>
        ))}
      </ol>
    </section>
  );
}
