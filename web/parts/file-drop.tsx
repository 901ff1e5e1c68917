/** Where a network file is dropped or chosen. It is read here and goes nowhere. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NetworkFile } from '../workers/messages.ts';

/** The file, or why it is none. */
export const dropped = signal<NetworkFile | null>(null);
export const dropFault = signal<string | null>(null);

const MOST_BYTES = 32 * 2 ** 20;
const ENDINGS = '.json, .npz, .safetensors, .onnx, .pt or .nnet';

export async function takeFile(file: File): Promise<void> {
  dropFault.value = null;
  if (file.size > MOST_BYTES)
    dropFault.value = `${short(file.name)}: expected at most 32 MiB, got ${Math.ceil(file.size / 2 ** 20)} MiB`;
  else dropped.value = { name: short(file.name), bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** At most 40 characters of a name, the last of which tell its format. */
function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 24)}…${name.slice(-15)}` : name;
}

/** Files are taken wherever on the page they are dropped: a browser would leave the page for them. */
function useDrops(): void {
  useEffect(() => {
    const over = (event: DragEvent) => event.preventDefault();
    const drop = (event: DragEvent) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void takeFile(file);
    };
    addEventListener('dragover', over);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', drop);
    };
  }, []);
}

export function FileDrop() {
  useDrops();
  return (
    <div class="drop">
      <label for="network-file">
        Your own network: drop its file on this page ({ENDINGS}), or choose one. It stays in this browser.
      </label>{' '}
      <input
        id="network-file"
        type="file"
        accept=".json,.npz,.safetensors,.onnx,.pt,.pth,.nnet"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) void takeFile(file);
        }}
      />
      {dropFault.value === null ? null : (
        <p class="error" role="alert">
          {dropFault.value}
        </p>
      )}
      {dropped.value === null ? null : (
        <p>
          File: {dropped.value.name}{' '}
          <button
            type="button"
            onClick={() => {
              dropped.value = null;
            }}
          >
            Back to random networks
          </button>
        </p>
      )}
    </div>
  );
}
