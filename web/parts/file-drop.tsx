/** Where a network file is dropped or chosen. It is read here and goes nowhere. */
import { signal } from '@preact/signals';

/** The text of the file, its name, or why it is none. */
export const dropped = signal<{ readonly name: string; readonly text: string } | null>(null);
export const dropFault = signal<string | null>(null);

const MOST_BYTES = 32 * 2 ** 20;

export async function takeFile(file: File): Promise<void> {
  dropFault.value = null;
  if (/\.np[yz]$/i.test(file.name))
    dropFault.value = `${short(file.name)}: expected a .json network file, got NumPy; the command reads it: expressivity regions --network-file`;
  else if (file.size > MOST_BYTES)
    dropFault.value = `${short(file.name)}: expected at most 32 MiB, got ${Math.ceil(file.size / 2 ** 20)} MiB`;
  else dropped.value = { name: short(file.name), text: await file.text() };
}

function short(name: string): string {
  return name.length > 40 ? `${name.slice(0, 40)}…` : name;
}

export function FileDrop() {
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the input inside takes files by keyboard
    <div
      class="drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const file = event.dataTransfer?.files[0];
        if (file) void takeFile(file);
      }}
    >
      <label for="network-file">
        Your own network: drop a .json network file here, or choose one. It stays in this browser.
      </label>{' '}
      <input
        id="network-file"
        type="file"
        accept=".json,application/json"
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
          Shown: {dropped.value.name}{' '}
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
