/** Tangle: a curve through one random network, layer by layer. */
import { computed, useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Canvas } from '../parts/canvas.tsx';
import { hidden } from '../parts/controls.tsx';
import { digits } from '../parts/digits.ts';
import { FigureData } from '../parts/figure.tsx';
import { palette, scale, still } from '../parts/look.ts';
import { Message, Status } from '../parts/message.tsx';
import { Pad } from '../parts/pad.tsx';
import { shown } from '../parts/shown.ts';
import { Turnable } from '../parts/turnable.tsx';
import { useJob } from '../parts/use-job.ts';
import { change, field, state } from '../state/store.ts';
import type { Jobs } from '../workers/messages.ts';
import {
  cloudAt,
  cloudsOf,
  curvePicture,
  short,
  stripPicture,
  type TangleAnswer,
  tangleInput,
  tangleTable,
} from './tangle-data.ts';

const input = () =>
  tangleInput(state.value, digits(state.value.curve === 'digits' ? state.value.digits : null));

const join = (part: Jobs['tangle']['output'], before: TangleAnswer | null): TangleAnswer =>
  part.kind === 'images'
    ? { images: part, numbers: null }
    : { images: before?.images ?? null, numbers: part };

const front = computed(() => Math.min(field('layer'), field('depth')));

export function Tangle() {
  const answer = useJob('tangle', input, join);
  const value = answer.value.value;
  const error = answer.error.value;
  // Points and curve change the clouds when their images come, not before.
  const drawnClouds = useComputed(() => cloudsOf(state.peek(), answer.value.value?.images ?? null));
  const clouds = drawnClouds.value;
  const playing = useSignal<number | null>(null);
  const layer = playing.value ?? front.value;
  const yaw = field('yaw');
  const pitch = field('pitch');
  const depth = field('depth');
  const [colours, size] = [palette.value, scale.value];
  const look = useMemo(() => ({ palette: colours, yaw, pitch }), [colours, yaw, pitch]);
  const picture = useMemo(
    () => curvePicture(cloudAt(clouds, layer), 420, look, 2 * size),
    [clouds, layer, look, size],
  );
  const strip = useMemo(
    () => clouds.map((cloud) => curvePicture(cloud, 108, look, size)),
    [clouds, look, size],
  );
  const table = useMemo(() => tangleTable(value), [value]);
  useEffect(() => {
    if (value?.images) shown('tangle');
  }, [value]);
  useEffect(() => {
    if (playing.value === null) return;
    let last = performance.now();
    const step = (now: number) => {
      const next = (playing.value ?? depth) + (now - last) / 700;
      last = now;
      if (playing.value === null) return;
      if (next >= depth) {
        playing.value = null;
        change({ layer: depth });
      } else {
        playing.value = next;
        frame = requestAnimationFrame(step);
      }
    };
    let frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [playing.value === null, depth]);

  const { numbers, images } = value ?? { numbers: null, images: null };
  const captions = clouds.map((_, l) => {
    if (l === 0) return 'input';
    const { length, growth } = numbers?.layers[l - 1] ?? {};
    return `layer ${l}: length ${short(length)}, × ${short(growth)}`;
  });
  return (
    <>
      <Message>
        Each picture shows the curve after one more layer of a random network, on its first principal
        components. Move σ_w: below the edge of chaos the curve becomes a small smooth loop, above it every
        layer folds it again.
      </Message>
      <Status of={answer} />
      {error !== null ? null : (
        <div class="tangle">
          <div class="stage">
            <Turnable label="Turn the curve: drag, or arrow keys">
              <Canvas
                class="front"
                picture={picture}
                label={`The curve in ${layer === 0 ? 'the input' : `layer ${short(layer)}`}, coloured from its start to its end`}
              />
            </Turnable>
            {hidden('layer') ? null : (
              <div class="control layer">
                <label for="layer-slider">Layer {short(Number(layer.toFixed(1)))}</label>
                <input
                  id="layer-slider"
                  data-field="layer"
                  type="range"
                  min={0}
                  max={depth}
                  step={still.value ? 1 : 0.1}
                  value={layer}
                  onInput={({ currentTarget }) => {
                    playing.value = null;
                    change({ layer: currentTarget.valueAsNumber });
                  }}
                />
                <button
                  type="button"
                  id="play"
                  onClick={() => {
                    if (still.value)
                      change({ layer: front.value >= depth ? 0 : Math.floor(front.value) + 1 });
                    else playing.value = playing.value === null ? 0 : null;
                  }}
                >
                  {still.value ? 'Next layer' : playing.value === null ? 'Play' : 'Stop'}
                </button>
              </div>
            )}
            {field('curve') === 'drawn' && !hidden('drawn') ? <Pad /> : null}
          </div>
          <ol class="strip" aria-label="Layers">
            {clouds.map((_, l) => (
              <li key={l}>
                <button
                  type="button"
                  class={Math.round(layer) === l ? 'current' : ''}
                  aria-label={`Show ${l === 0 ? 'the input' : `layer ${l}`}`}
                  onClick={() => {
                    playing.value = null;
                    change({ layer: l });
                  }}
                >
                  <Canvas picture={strip[l]!} label={captions[l]!} />
                </button>
                <Caption layer={l} numbers={numbers} images={images} />
              </li>
            ))}
          </ol>
          <FigureData
            name="tangle"
            title="A curve in the layers of a random network"
            picture={() => stripPicture(clouds, captions, look)}
            table={table}
            document={() => ({ experiment: input()?.experiment, ...table })}
          />
        </div>
      )}
    </>
  );
}

function Caption({ layer, numbers, images }: { readonly layer: number } & TangleAnswer) {
  if (layer === 0) {
    return (
      <dl>
        <dt>input</dt>
        <dd>length {short(numbers?.inputLength)}</dd>
      </dl>
    );
  }
  const { length, growth, transitions } = numbers?.layers[layer - 1] ?? {};
  const shares = images?.layers[layer - 1]?.shares ?? [];
  const share = [...shares].slice(0, 2).reduce((sum, x) => sum + x, 0);
  return (
    <dl>
      <dt>layer {layer}</dt>
      <dd data-length={length ?? ''}>length {short(length)}</dd>
      <dd>growth {short(growth)}</dd>
      {transitions === null || transitions === undefined ? null : <dd>transitions {short(transitions)}</dd>}
      <dd>in view {Math.round(100 * share)} %</dd>
    </dl>
  );
}
