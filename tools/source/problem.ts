/** Something that a check found. */
export interface Problem {
  /** A path from the root of the repository. */
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

/** A line that an editor understands. */
export const problemLine = ({ file, line, message }: Problem): string =>
  `${line === undefined ? file : `${file}:${line}`}: ${message}`;

/** Prints the problems, and tells by the exit code whether there were any. */
export function reportProblems(check: string, problems: readonly Problem[]): void {
  for (const problem of problems) process.stdout.write(`${problemLine(problem)}\n`);
  const found = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  process.stdout.write(`${check}: ${problems.length === 0 ? 'ok' : found}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
