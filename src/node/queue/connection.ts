/** Connections to Redis. Messages name a server by host and port: its URL may hold a password. */
import { cut } from '../../input/errors.ts';
import { InputError } from '../../input/faults.ts';
import type { QueuePackages, Redis } from './packages.ts';

/** A queue of a server. */
export interface QueueAddress {
  readonly url: string;
  /** Host and port, as messages show them. */
  readonly server: string;
  /** Name of the queue. */
  readonly queue: string;
}

/** Values of `--redis` and `--queue`. @throws InputError */
export function queueAddress(redis: string, queue = 'expressivity'): QueueAddress {
  const expected = 'redis://HOST:PORT, or rediss://USER:PASSWORD@HOST:PORT with TLS';
  const url = URL.canParse(redis) ? new URL(redis) : null;
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '')
    throw new InputError(
      '--redis',
      expected,
      url === null ? 'something else' : `a URL of ${cut(url.protocol)}`,
    );
  // Redis keys have colons between their parts, and BullMQ refuses them in names.
  if (!/^[\w.-]{1,100}$/.test(queue))
    throw new InputError('--queue', 'up to 100 letters, digits, dots, dashes and underscores', cut(queue));
  return { url: redis, server: `${url.hostname}:${url.port || 6379}`, queue };
}

/** Between two attempts to reach a server again. */
const RETRY_MS = 1000;

export interface Connection {
  readonly redis: Redis;
  /** Ends it, and every attempt to establish it again. */
  close(): void;
}

/**
 * Connects. A connection that was established once is established again whenever it is lost, and commands
 * wait for it; so are those that BullMQ makes of it.
 * @param tell takes notes on a connection that is lost or found again.
 * @throws Error where the server cannot be reached, or refuses who asks.
 */
export async function connect(
  { Redis: Client }: QueuePackages,
  { url, server }: QueueAddress,
  tell: (note: string) => void,
): Promise<Connection> {
  let [isEstablished, isClosed] = [false, false];
  const redis = new Client(url, {
    lazyConnect: true,
    // BullMQ asks for it: commands wait for the server as long as it takes.
    maxRetriesPerRequest: null,
    retryStrategy: () => (isEstablished && !isClosed ? RETRY_MS : null),
  });
  let problem: Error | null = null;
  redis.on('error', (error: Error) => {
    problem ??= error;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    const { message, code } = (problem ?? error) as Error & { code?: string };
    throw new Error(`redis: expected a server at ${server} that takes commands, got ${message || code}`);
  }
  isEstablished = true;
  let isLost = false;
  redis.on('close', () => {
    if (isLost || isClosed) return;
    isLost = true;
    tell(`redis: the connection to ${server} is lost; work resumes when it is back`);
  });
  redis.on('ready', () => {
    if (isLost) tell(`redis: connected to ${server} again`);
    isLost = false;
  });
  const close = () => {
    isClosed = true;
    redis.disconnect();
  };
  return { redis, close };
}
