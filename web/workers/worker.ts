/** The worker of the page: loads the code of a job when it is asked for first, and runs one job at a time. */
import type { Cancel, JobName, Jobs, Request, Response } from './messages.ts';

/** Yields the parts of the answer. */
export type Job<J extends JobName> = (input: Jobs[J]['input']) => AsyncGenerator<Jobs[J]['output']>;

const JOBS: { readonly [J in JobName]: () => Promise<Job<J>> } = {
  tangle: async () => (await import('./jobs/tangle.ts')).tangle,
  growth: async () => (await import('./jobs/growth.ts')).growth,
  phaseMap: async () => (await import('./jobs/phase.ts')).phaseMap,
  phasePoint: async () => (await import('./jobs/phase.ts')).phasePoint,
  dots: async () => (await import('./jobs/dots.ts')).dots,
  regions: async () => (await import('./jobs/regions.ts')).regions,
};

const post = (response: Response) => (postMessage as (message: Response) => void)(response);

/** After a part of these the visitor may go on: what is left of the job waits until the hand rests. */
const REST_MS: { readonly [J in JobName]?: number } = { tangle: 40 };

let cancelled = 0;
let wake = () => {};

/** Lets messages in. Whether one of them cancels this request. */
async function isCancelled(id: number, job: JobName): Promise<boolean> {
  if (cancelled < id)
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, REST_MS[job] ?? 0);
    });
  return cancelled >= id;
}

async function run({ id, job, input }: Request): Promise<void> {
  try {
    const work = (await JOBS[job]()) as Job<JobName>;
    for await (const value of work(input)) {
      post({ kind: 'part', id, value });
      if (await isCancelled(id, job)) break;
    }
    post({ kind: 'end', id });
  } catch (error) {
    const { message, field = null } = error as Error & { readonly field?: string | null };
    post({ kind: 'error', id, error: { message, field } });
  }
}

addEventListener('message', ({ data }: MessageEvent<Request | Cancel>) => {
  if ('cancel' in data) {
    cancelled = data.cancel;
    wake();
  } else void run(data);
});
