/**
 * A worker that runs the newest request. A request that comes while another runs waits; the next takes its
 * place. The running job is asked to stop after its next part, which is still shown: under a moving slider
 * pictures go on. A job that runs on is cancelled by ending its worker.
 */
import type { JobError, JobName, Jobs, Request, Response } from './messages.ts';
import { startWorker } from './start.ts';

/** A job that takes longer than this gives way to the next. A new worker takes about half of it to start. */
const PATIENCE_MS = 400;

export interface Listener<J extends JobName> {
  onPart(value: Jobs[J]['output']): void;
  onEnd?(): void;
  onError(error: JobError): void;
}

interface Asked {
  readonly request: Request;
  readonly listener: Listener<JobName>;
}

export class Lane {
  #worker: Worker | null = null;
  #running: Asked | null = null;
  #waiting: Asked | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;
  #id = 0;
  readonly #start: () => Worker;

  constructor(start: () => Worker = startWorker) {
    this.#start = start;
  }

  /** Asks for a job. Of those asked for before at most one more part is heard. */
  ask<J extends JobName>(job: J, input: Jobs[J]['input'], listener: Listener<J>): void {
    const request = { id: ++this.#id, job, input };
    this.#waiting = { request, listener: listener as unknown as Listener<JobName> };
    if (this.#running === null) {
      this.#next();
      return;
    }
    this.#worker?.postMessage({ cancel: this.#running.request.id });
    clearTimeout(this.#timer);
    const left = PATIENCE_MS - (performance.now() - this.#since);
    this.#timer = setTimeout(() => this.#restart(), Math.max(0, left));
  }

  /** Nothing more is heard of what was asked for. */
  cancel(): void {
    this.#waiting = null;
    if (this.#running !== null) this.#end();
  }

  #restart(): void {
    this.#end();
    this.#next();
  }

  #end(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = null;
    this.#running = null;
  }

  #next(): void {
    clearTimeout(this.#timer);
    this.#running = this.#waiting;
    this.#waiting = null;
    if (this.#running === null) return;
    this.#worker ??= this.#open();
    this.#since = performance.now();
    this.#worker.postMessage(this.#running.request);
  }

  #open(): Worker {
    const worker = this.#start();
    worker.onmessage = ({ data }: MessageEvent<Response>) => this.#hear(data);
    worker.onerror = (event) => {
      event.preventDefault();
      const { listener } = this.#running ?? {};
      this.#end();
      listener?.onError({
        message: 'The worker of this page could not be started. Reload the page.',
        field: null,
      });
      this.#next();
    };
    return worker;
  }

  #hear(response: Response): void {
    const running = this.#running;
    if (running === null || response.id !== running.request.id) return;
    if (response.kind === 'part') {
      running.listener.onPart(response.value);
      return;
    }
    this.#running = null;
    if (this.#waiting === null) {
      if (response.kind === 'error') running.listener.onError(response.error);
      else running.listener.onEnd?.();
    }
    this.#next();
  }
}
