/** The introduction of a view, and its error. */
import type { JobState } from './job.ts';

export function Message({ children }: { readonly children: preact.ComponentChildren }) {
  return <p class="message">{children}</p>;
}

/** One sentence where a job failed; whether it still runs. */
export function Status({ of: { busy, error } }: { readonly of: Omit<JobState<unknown>, 'value'> }) {
  if (error.value !== null) {
    return (
      <p class="error" role="alert">
        {sentence(error.value.message)}
      </p>
    );
  }
  return (
    <p class="status" role="status">
      {busy.value ? 'Computing …' : ''}
    </p>
  );
}

function sentence(message: string): string {
  // Of the engine; a memory that is too small is told like any other fault.
  if (/^WebAssembly( SIMD)?:/.test(message))
    return 'This browser cannot run the core of this page, which needs WebAssembly with SIMD: Chrome 91, Firefox 89, Safari 16.4 and later have it.';
  return `This does not work: ${message.replace(/\.$/, '')}.`;
}
