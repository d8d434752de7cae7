import type { Problem } from '../source/problem.ts';

interface LockedPackage {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * A lockfile that `npm ci` takes everywhere: every package with its hash, and no hole where the packages for other platforms
 * belong. npm leaves such holes when it writes the lockfile beside an existing node_modules.
 */
export function lockfileHoles(file: string, text: string): Problem[] {
  const packages: Readonly<Record<string, LockedPackage>> = JSON.parse(text).packages;
  return Object.entries(packages).flatMap(([path, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {}).filter(
      (name) => !Object.keys(packages).some((other) => other.endsWith(`node_modules/${name}`)),
    );
    const messages = missing.map(
      (name) => `${name}, an optional part of ${path || 'this package'}, is missing`,
    );
    const needsHash = path.startsWith('node_modules/') && entry.link !== true;
    if (needsHash && entry.integrity === undefined) messages.push(`${path} has no hash`);
    return messages.map((message) => ({ file, message }));
  });
}
