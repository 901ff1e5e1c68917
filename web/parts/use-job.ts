/** A job that lives as long as the view that asks for it. */
import { useEffect, useRef } from 'preact/hooks';
import type { JobName, Jobs } from '../workers/messages.ts';
import { job } from './job.ts';

export function useJob<J extends JobName, T = Jobs[J]['output']>(
  name: J,
  input: () => Jobs[J]['input'] | null,
  join?: (part: Jobs[J]['output'], before: T | null) => T,
) {
  const made = useRef<ReturnType<typeof job<J, T>> | null>(null);
  made.current ??= job<J, T>(name, input, join);
  useEffect(() => () => made.current?.stop(), []);
  return made.current;
}
