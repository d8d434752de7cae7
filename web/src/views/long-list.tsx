import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** Rows that are drawn above and below those in sight. */
const margin = 8;

interface LongListProps {
  readonly total: number;
  /** In CSS pixels. */
  readonly rowHeight: number;
  /** Told which rows, from … to before …, are about to be seen. */
  readonly onSight: (from: number, to: number) => void;
  readonly children: (row: number) => ComponentChildren;
}

/** A list of which only the rows in sight exist. Up and down (and k, j) go from row to row. */
export function LongList({ total, rowHeight, onSight, children }: LongListProps) {
  const box = useRef<HTMLDivElement>(null);
  const first = useSignal(0);
  const inSight = useSignal(20);
  const from = Math.max(0, first.value - margin);
  const to = Math.min(total, first.value + inSight.value + margin);
  useEffect(() => onSight(from, to), [from, to, total]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = new ResizeObserver(() => {
      inSight.value = Math.ceil(element.clientHeight / rowHeight);
    });
    measure.observe(element);
    element.addEventListener('keydown', moveAmongRows);
    return () => measure.disconnect();
  }, []);
  return (
    <div
      class="rows"
      ref={box}
      onScroll={({ currentTarget }) => {
        first.value = Math.floor(currentTarget.scrollTop / rowHeight);
      }}
    >
      <ul style={{ blockSize: `${total * rowHeight}px` }}>
        {Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i).map((row) => (
          <li
            key={row}
            aria-setsize={total}
            aria-posinset={row + 1}
            style={{ insetBlockStart: `${row * rowHeight}px` }}
          >
            {children(row)}
          </li>
        ))}
      </ul>
    </div>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

function moveAmongRows(event: KeyboardEvent): void {
  const step = steps[event.key];
  if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const rows = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('a.row')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at === -1 ? 0 : at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
