import { useMemo, useRef } from 'preact/hooks';
import { upload } from '../browser/upload.ts';
import type { JmapClient } from '../jmap/client.ts';
import { sizeText } from '../words/moments.ts';
import { useWords } from '../words/words-context.ts';
import { Uploads } from '../writing/uploads.ts';
import type { Writing } from '../writing/writing.ts';

/** Files that go with the mail: chosen, or dropped on it. */
export function AttachmentField({ writing, jmap }: { readonly writing: Writing; readonly jmap: JmapClient }) {
  const words = useWords();
  const chooser = useRef<HTMLInputElement>(null);
  const uploads = useMemo(() => new Uploads((file, onProgress) => upload(jmap, file, onProgress)), [writing]);
  const add = (files: Iterable<File>) => void uploads.add([...files], writing);
  const takeAway = (blobId: string) =>
    writing.change({ attachments: writing.draft.value.attachments.filter((each) => each.blobId !== blobId) });
  return (
    <section
      class="attachment-field"
      aria-label={words.say('compose.attachments')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        add(event.dataTransfer?.files ?? []);
      }}
    >
      <ul>
        {writing.draft.value.attachments.map(({ blobId, name, size }) => (
          <li key={blobId} class="tag">
            <bdi>{name}</bdi> <span class="size">{sizeText(size, words.language)}</span>
            <button
              type="button"
              aria-label={words.say('compose.remove', { name })}
              onClick={() => takeAway(blobId)}
            >
              ×
            </button>
          </li>
        ))}
        {[...uploads.underWay.value].map(([file, share]) => (
          <li key={file.name} class="tag">
            <bdi>{file.name}</bdi> <progress value={share} aria-label={file.name} />
          </li>
        ))}
      </ul>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          add(currentTarget.files ?? []);
          currentTarget.value = '';
        }}
      />
      <button type="button" class="button" onClick={() => chooser.current?.click()}>
        {words.say('compose.attach')}
      </button>
      <span role="alert" class="trouble">
        {uploads.failed.value.map(({ file, reason }) =>
          words.say('compose.upload-failed', { name: file.name, reason: String(reason) }),
        )}
      </span>
    </section>
  );
}
