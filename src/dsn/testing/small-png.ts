import { fromLooseBase64 } from '../../base/bytes.ts';

/** A blue square of 16 × 16 pixels. */
export const smallPng = fromLooseBase64(
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mOQj99PEmIY1TCqYfhqAADnbD0Q6zulHAAAAABJRU5ErkJggg==',
);
