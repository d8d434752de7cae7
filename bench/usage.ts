/** What a process has taken of the machine so far. */
import { readFile } from 'node:fs/promises';

export interface Usage {
  /** The most memory at any time (resident). */
  readonly peakMemoryMib: number;
  /** Processor time of all threads. */
  readonly processorMs: number;
}

/** Linux counts processor time in hundredths of a second (getconf CLK_TCK). */
const tickMs = 10;

/** As proc(5) has it; undefined where there is none. */
export async function usageOf(pid: number): Promise<Usage | undefined> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const peakKib = /^VmHWM:\s+(\d+) kB$/m.exec(await read('status'))?.[1];
  // The name of the program, in brackets, may hold anything; utime and stime are the 12th and 13th field after it.
  const fields = (await read('stat')).split(') ').at(-1)?.split(' ') ?? [];
  if (peakKib === undefined) return undefined;
  return {
    peakMemoryMib: Math.round(Number(peakKib) / 1024),
    processorMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
  };
}
