/** Numbers: the configuration as a command line, an experiment file and a call of the library. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { save } from '../parts/files.ts';
import { Message } from '../parts/message.tsx';
import { shown } from '../parts/shown.ts';
import { state } from '../state/store.ts';
import { commandLine, experimentFile, libraryCall } from '../state/words.ts';

export function Numbers() {
  useEffect(() => {
    shown('numbers');
  }, []);
  const { curve } = state.value;
  return (
    <>
      <Message>
        The same configuration gives the same digits here, on the command line, from a file and in a program.
        Copy one to continue outside this page.
      </Message>
      {curve === 'drawn' ? (
        <p>A drawn curve needs its points as rows of a file, drawn.csv; the program below makes them.</p>
      ) : null}
      <Text id="command" title="Command line" text={commandLine(state.value)} />
      <Text id="experiment" title="Experiment file" text={experimentFile(state.value)} />
      <p>
        <button
          type="button"
          onClick={() => save('experiment.json', experimentFile(state.value), 'application/json')}
        >
          Save experiment.json
        </button>
      </p>
      <Text id="library" title="Library" text={libraryCall(state.value)} />
    </>
  );
}

function Text({ id, title, text }: { readonly id: string; readonly title: string; readonly text: string }) {
  const copied = useSignal(false);
  return (
    <section aria-label={title}>
      <h2>
        {title}{' '}
        <button
          type="button"
          aria-label={`Copy: ${title}`}
          onClick={async () => {
            await navigator.clipboard.writeText(text);
            copied.value = true;
            setTimeout(() => {
              copied.value = false;
            }, 2000);
          }}
        >
          {copied.value ? 'Copied' : 'Copy'}
        </button>
      </h2>
      {/* An option and its value stay on one line. */}
      <pre id={id}>
        {text.split(/(?<= )(?=--)/).map((part, i) => (
          <span key={i}>{part}</span>
        ))}
      </pre>
    </section>
  );
}
