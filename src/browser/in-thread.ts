/** All that measures, in one module of its own (`tools/bundle-dist.ts`): pages with workers do not load it. */
export { executorInThread } from '../ensemble/in-thread.ts';
