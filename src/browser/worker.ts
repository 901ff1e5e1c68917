/** A module worker of a page: an instance of the kernels of its own, compiled once by the page. */
import { BlockMeasurer } from '../ensemble/block.ts';
import { loadKernels } from '../kernels/instantiate.ts';
import type { Request, Response } from './messages.ts';

interface WorkerScope {
  onmessage: ((event: MessageEvent<Request>) => void) | null;
  postMessage(message: Response): void;
}

const scope = globalThis as unknown as WorkerScope;
let measurer: BlockMeasurer | null = null;

async function answer(request: Request): Promise<Response> {
  try {
    if (request.kind === 'task') {
      const onShare = (share: number) => scope.postMessage({ kind: 'share', share });
      return { kind: 'block', block: measurer!.measure(request.task, onShare) };
    }
    const { module, kernels, subjects } = request;
    measurer = new BlockMeasurer(await loadKernels(module), subjects, kernels);
    return { kind: 'ready' };
  } catch (error) {
    return { kind: 'error', error: error as Error };
  }
}

scope.onmessage = ({ data }) => {
  void answer(data).then((response) => scope.postMessage(response));
};
