import { type DestinationStream, type Logger, pino } from 'pino';
import type { Log, LogFields } from '../base/ports.ts';
import { printable } from '../base/printable.ts';
import { LogStream, openLogFile } from './log-stream.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Characters of one value; a hostile peer must not fill the disk through the log. */
const valueLengthMax = 1_000;
/** Lines of the stack of an error. Its message, which comes first, may have many. */
const stackLinesMax = 30;
/** Fields inside fields that are written out. */
const depthMax = 4;

const standardOutput = 1;

/** A log of JSON lines by pino. Every string in it is made harmless first: most of them come from strangers. */
export function createLog(level: LogLevel, stream?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: labelOf },
  };
  return wrap(pino(options, stream ?? new LogStream(standardOutput)));
}

/** A log that goes to the end of a file, which is made if it is not there. */
export const createFileLog = (level: LogLevel, path: string): Log => createLog(level, openLogFile(path));

const labelOf = (label: string) => ({ level: label });

function wrap(logger: Logger): Log {
  const at = (level: Exclude<LogLevel, 'silent'>) => (event: string, fields?: LogFields) => {
    if (logger.isLevelEnabled(level)) logger[level](clean(fields), event);
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (fields) => wrap(logger.child(clean(fields))),
  };
}

const clean = (fields: LogFields = {}): Record<string, unknown> => cleanObject(fields, depthMax);

function cleanObject(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, cleanValue(value, depth)]));
}

function cleanValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return printable(value, valueLengthMax);
  if (value instanceof Error) return cleanError(value, depth);
  if (Array.isArray(value)) return depth > 0 ? value.map((item) => cleanValue(item, depth - 1)) : '[…]';
  if (value instanceof Uint8Array) return `${value.length} octets`;
  if (typeof value === 'object' && value !== null) return depth > 0 ? cleanObject(value, depth - 1) : '{…}';
  return value;
}

function cleanError({ name, message, stack = '', cause }: Error, depth: number): Record<string, unknown> {
  const lines = stack.split('\n', stackLinesMax).map((line) => printable(line, valueLengthMax));
  return {
    type: name,
    message: printable(message, valueLengthMax),
    stack: lines.join('\n'),
    ...(cause !== undefined && { cause: depth > 0 ? cleanValue(cause, depth - 1) : '{…}' }),
  };
}
