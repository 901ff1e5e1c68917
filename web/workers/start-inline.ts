/** Starts a worker of the page whose code is inside the page: for the build of one file. */
import PageWorker from './worker.ts?worker&inline';

export function startWorker(): Worker {
  return new PageWorker();
}
