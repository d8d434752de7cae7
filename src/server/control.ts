import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Log } from '../base/ports.ts';
import { isErrno, readIfThere, writeDurably } from '../io/files.ts';
import { OperationError, type Operations } from './operations/operation.ts';

/**
 * The control socket: how the command line asks a running server. A local socket in the data folder, which only the owner of
 * the folder can enter; one line of JSON in, one out.
 */

/** Octets that a socket's path may have: sun_path is 104 on BSD and macOS, 108 on Linux, a NUL included. */
const socketPathBytesMax = 103;
/** Octets of a request. */
const requestBytesMax = 1024 * 1024;

interface Request {
  readonly operation: string;
  readonly args: unknown;
}

type Response =
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: string };

export interface ControlSocket {
  close(): Promise<void>;
}

/** Where the data folder says which socket its server listens on. */
const pointerPath = (dataFolder: string): string => join(dataFolder, 'control');

/** Serves operations. The caller holds the lock of the data folder, so a socket that lies there is a dead one. */
export async function serveControl(
  dataFolder: string,
  operations: Operations,
  log: Log,
): Promise<ControlSocket> {
  const path = await socketPath(dataFolder);
  await rm(path, { force: true });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    void serve(socket, operations, log);
  });
  server.listen(path);
  await once(server, 'listening');
  await writeDurably(pointerPath(dataFolder), path);
  return {
    async close() {
      await rm(pointerPath(dataFolder), { force: true });
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.end();
      await closed;
      if (dirname(path) !== resolve(dataFolder)) await rm(dirname(path), { recursive: true, force: true });
    },
  };
}

/**
 * Asks the server that runs on a data folder. Answers undefined if none does.
 * @throws OperationError as the operation did
 */
export async function askServer(
  dataFolder: string,
  operation: string,
  args: unknown,
): Promise<{ readonly result: unknown } | undefined> {
  const path = (await readIfThere(pointerPath(dataFolder)).catch(() => undefined))?.trim();
  if (path === undefined) return undefined;
  const socket = connect(path);
  try {
    await once(socket, 'connect');
  } catch (error) {
    if (isErrno(error, 'ECONNREFUSED') || isErrno(error, 'ENOENT')) return undefined;
    throw error;
  }
  const request: Request = { operation, args };
  socket.write(`${JSON.stringify(request)}\n`);
  const line = await firstLine(socket, Number.POSITIVE_INFINITY);
  socket.end();
  if (line === undefined) throw new OperationError('the server ended before it answered; ask again');
  const response = JSON.parse(line) as Response;
  if (!response.ok) throw new OperationError(response.error);
  return { result: response.result };
}

async function serve(socket: Socket, operations: Operations, log: Log): Promise<void> {
  const line = await firstLine(socket, requestBytesMax);
  if (line === undefined) {
    socket.destroy();
    return;
  }
  socket.end(`${JSON.stringify(await respond(line, operations, log))}\n`);
}

async function respond(line: string, operations: Operations, log: Log): Promise<Response> {
  try {
    const { operation, args } = JSON.parse(line) as Request;
    const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!run) throw new OperationError(`this server knows no operation ${operation}; is it an older one?`);
    return { ok: true, result: await run(args) };
  } catch (error) {
    if (error instanceof OperationError) return { ok: false, error: error.message };
    log.error('an operation failed', { error });
    return {
      ok: false,
      error: `the server failed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

async function firstLine(socket: Socket, bytesMax: number): Promise<string | undefined> {
  let length = 0;
  socket.on('data', (chunk) => {
    length += chunk.length;
    if (length > bytesMax) socket.destroy();
  });
  for await (const line of createInterface({ input: socket })) return line;
  return undefined;
}

async function socketPath(dataFolder: string): Promise<string> {
  const inside = resolve(dataFolder, 'control.sock');
  if (Buffer.byteLength(inside) <= socketPathBytesMax) return inside;
  return join(await mkdtemp(join(tmpdir(), 'evergreen-')), 'control.sock');
}
