/** Where a curve is drawn: by pointer, or as a list of points. */
import { useRef } from 'preact/hooks';
import { drawnPoints, drawnText, type Point } from '../state/drawn.ts';
import { FIELDS } from '../state/fields.ts';
import { change, field } from '../state/store.ts';
import { Canvas } from './canvas.tsx';
import { palette } from './look.ts';
import { type Pointed, useDrag } from './movable.tsx';

const SIDE = 200;

export function Pad() {
  const stroke = useRef<Point[]>([]);
  const { background, measured } = palette.value;
  const points = Float64Array.from(
    drawnPoints(field('drawn')).flatMap(([x, y]) => [(SIDE / 2) * (1 + x / 1.5), (SIDE / 2) * (1 - y / 1.5)]),
  );
  const add = (event: Pointed) => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const point: Point = [
      3 * ((event.clientX - left) / width - 0.5),
      -3 * ((event.clientY - top) / height - 0.5),
    ];
    const last = stroke.current.at(-1);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 0.04) return;
    stroke.current.push(point);
    if (stroke.current.length > 1) change({ drawn: drawnText(stroke.current) });
  };
  const drag = useDrag({
    onPress(event) {
      stroke.current = [];
      add(event);
    },
    onDrag: add,
  });
  return (
    <div class="pad">
      <div class="drawing" {...drag}>
        <Canvas
          label="The drawn curve; draw another one here"
          picture={{
            width: SIDE,
            height: SIDE,
            background,
            shapes: [{ kind: 'path', points, stroke: measured, width: 2 }],
          }}
        />
      </div>
      <label for="drawn-text">Its points, x,y;x,y;…</label>
      <input
        id="drawn-text"
        data-field="drawn"
        type="text"
        value={field('drawn')}
        onChange={({ currentTarget }) => {
          const fits = FIELDS.drawn.form.test(currentTarget.value);
          currentTarget.setCustomValidity(fits ? '' : `expected ${FIELDS.drawn.expected}`);
          if (fits) change({ drawn: currentTarget.value });
          else currentTarget.reportValidity();
        }}
      />
    </div>
  );
}
