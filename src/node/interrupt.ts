/** Work under way has this long to stop and to say how far it came. */
const GRACE_MS = 700;

/**
 * A signal that the first SIGINT or SIGTERM aborts. The second ends the process at once, and so does the end of the time that
 * work has to stop, after `onLate`.
 */
export function interruptSignal(onLate: () => void): AbortSignal {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    setTimeout(() => {
      onLate();
      process.exit(130);
    }, GRACE_MS).unref();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return controller.signal;
}
