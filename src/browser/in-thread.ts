/** All code that measures, in one piece (`tools/bundle-later.ts`). Pages with workers do not load it. */
export { executorInThread } from '../ensemble/in-thread.ts';
