/** Something that a check found. */
export interface Problem {
  /** A path from the root of the repository. */
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}

/** Prints the problems as lines that an editor understands, and tells by the exit code whether there were any. */
export function reportProblems(check: string, problems: readonly Problem[]): void {
  for (const { file, line, message } of problems) {
    process.stdout.write(`${line === undefined ? file : `${file}:${line}`}: ${message}\n`);
  }
  const found = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  process.stdout.write(`${check}: ${problems.length === 0 ? 'ok' : found}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
