import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { JmapClient } from '../jmap/client.ts';
import type { BodyPart, Email } from '../jmap/mail.ts';
import { plainParagraphs } from '../reading/plain-text.ts';
import { hasRemoteImages, safeHtml } from '../reading/safe-html.ts';
import { useWords } from '../words/words-context.ts';

/** What the mail says. */
export function MailBody({ email, jmap }: { readonly email: Email; readonly jmap: JmapClient }) {
  const html = email.htmlBody.find(({ type }) => type === 'text/html');
  const value = html?.partId ? email.bodyValues[html.partId] : undefined;
  if (value) return <HtmlBody html={value.value} email={email} jmap={jmap} />;
  return (
    <div class="plain-text">
      {email.textBody.map((part) => (
        <PlainPart key={part.partId} part={part} email={email} />
      ))}
    </div>
  );
}

function PlainPart({ part, email }: { readonly part: BodyPart; readonly email: Email }) {
  const text = part.partId ? email.bodyValues[part.partId]?.value : undefined;
  return (
    <>
      {plainParagraphs(text ?? '').map(({ depth, pieces }) => (
        <p dir="auto" data-depth={depth || undefined}>
          {pieces.map((piece) =>
            typeof piece === 'string' ? (
              piece
            ) : (
              <a href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
                {piece.href}
              </a>
            ),
          )}
        </p>
      ))}
    </>
  );
}

/**
 * Foreign HTML: cleaned, then shown in a frame in which no script runs and that may fetch nothing but what its own policy allows.
 * Its page is served by frame.html, or by the one that allows pictures from elsewhere.
 */
function HtmlBody({ html, email, jmap }: { html: string; email: Email; jmap: JmapClient }) {
  const words = useWords();
  const showsImages = useSignal(false);
  const frame = useRef<HTMLIFrameElement>(null);
  const fill = () => {
    const inside = frame.current?.contentDocument;
    if (!inside?.body || !frame.current) return;
    const inline = new Map(
      email.attachments.flatMap(({ cid, blobId, type }) => (cid && blobId ? [[cid, { blobId, type }]] : [])),
    );
    inside.body.replaceChildren(
      safeHtml(html, inside, (cid) => {
        const part = inline.get(cid);
        return part && jmap.downloadUrl(part.blobId, 'picture', part.type);
      }),
    );
    const fit = () => {
      if (frame.current) frame.current.style.blockSize = `${inside.documentElement.scrollHeight}px`;
    };
    fit();
    inside.addEventListener('load', fit, true);
  };
  useEffect(fill, [html]);
  return (
    <div class="html">
      {!showsImages.value && hasRemoteImages(html) && (
        <p class="images-blocked">
          {words.say('mail.images-blocked')}{' '}
          <button
            type="button"
            class="button"
            onClick={() => {
              showsImages.value = true;
            }}
          >
            {words.say('mail.show-images')}
          </button>
        </p>
      )}
      <iframe
        ref={frame}
        title={words.say('mail.content')}
        src={showsImages.value ? '/frame-with-pictures.html' : '/frame.html'}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        onLoad={fill}
      />
    </div>
  );
}
