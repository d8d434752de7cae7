import type { Line } from '../languages/inline.ts';
import type { Direction, Language } from '../languages/languages.ts';

/** What a notice says to a person, before it becomes text or HTML. */
export interface NoticeContent {
  readonly language: Language;
  readonly direction: Direction;
  readonly tone: Tone;
  /** The kind of news in two or three words, above the headline. */
  readonly kind: string;
  readonly headline: string;
  readonly blocks: readonly Block[];
}

/** `bad`: it failed. `waiting`: it may still arrive. `good`: it arrived. */
export type Tone = 'bad' | 'waiting' | 'good';

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Line; readonly weight?: 'strong' | 'quiet' }
  | { readonly kind: 'addresses'; readonly items: readonly Line[] }
  | { readonly kind: 'who-must-act'; readonly title: string; readonly parties: readonly Party[] }
  | { readonly kind: 'steps'; readonly title: string; readonly items: readonly Line[]; readonly link?: Link }
  | { readonly kind: 'suggestion'; readonly text: Line; readonly link: Link }
  | { readonly kind: 'facts'; readonly title?: string; readonly rows: readonly Fact[] }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly Line[])[];
    }
  /** For those who look closer; closed where it can be opened. */
  | { readonly kind: 'folded'; readonly title: string; readonly blocks: readonly Block[] };

/** One of the three between whom the message failed. */
export interface Party {
  readonly name: Line;
  readonly mark: 'acts' | 'done' | 'refused' | 'idle';
  /** What it did. */
  readonly did?: string;
  /** That it has to act now. */
  readonly acts?: string;
}

export interface Fact {
  readonly label: string;
  readonly value: Line;
}

/** Something to press, where that can be; it leads nowhere but into the reader's own mail program. */
export interface Link {
  readonly href: `mailto:${string}`;
  readonly text: Line;
}
