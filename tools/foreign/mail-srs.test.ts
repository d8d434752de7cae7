import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mailboxAddress, parseMailboxAddress } from '../../src/address/mailbox-address.ts';
import { fromLatin1 } from '../../src/base/bytes.ts';
import { readRewritten, rewritten } from '../../src/policy/srs.ts';
import { missing, mustRun, run } from '../testbed/programs.ts';

const program = `
use Mail::SRS;
my $srs = Mail::SRS->new(Secret => ['doughnut'], MaxAge => 21, HashLength => 4, HashMin => 4, Separator => '=', AlwaysRewrite => 1);
while (<STDIN>) { chomp; my ($verb, $address) = split / /, $_, 2;
  print eval { $verb eq 'forward' ? $srs->forward($address, 'evergreen.test') : $srs->reverse($address) } // '', "\\n"; }
`;

async function whyMissing(): Promise<string | false> {
  const perl = missing('perl');
  if (perl) return perl;
  const { code } = await run('perl', ['-MMail::SRS', '-e', '1']);
  return code === 0 ? false : 'the module Mail::SRS of Perl is not installed';
}

const day = Math.floor(Date.now() / 86_400_000);
const secret = fromLatin1('doughnut');
const at = 'evergreen.test' as Parameters<typeof rewritten>[1];
const domain = 'krustylu.test' as typeof at;
const locals = [
  'krusty',
  'Krusty.Clown',
  'bounce+a=b.test',
  'prvs=0789130e2d=krusty',
  'SRS0=abcd=7A=bank.test=ceo',
];

async function say(verb: string, addresses: readonly string[]): Promise<string[]> {
  const lines = addresses.map((each) => `${verb} ${each}\n`).join('');
  return (await mustRun('perl', ['-e', program], lines)).trimEnd().split('\n');
}

describe('Mail::SRS', { skip: await whyMissing() }, () => {
  const authors = locals.map((local) => mailboxAddress(local, domain));
  const ours = authors.map((author) => rewritten(author, at, day, secret)?.text ?? '');

  it('reads what we wrote', async () => {
    assert.deepEqual(
      await say('reverse', ours),
      authors.map(({ text }) => text),
    );
  });

  it('writes what we write, and we read it', async () => {
    const theirs = await say(
      'forward',
      authors.map(({ text }) => text),
    );
    assert.deepEqual(theirs, ours);
    for (const [i, text] of theirs.entries()) {
      const parsed = parseMailboxAddress(text, { utf8: false });
      assert(parsed.ok);
      assert.deepEqual(readRewritten(parsed.value, day, 21, [secret]), { kind: 'valid', author: authors[i] });
    }
  });
});
