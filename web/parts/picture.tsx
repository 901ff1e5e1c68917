/** A picture as SVG in the page: charts, whose type stays sharp. */

import type { Picture, Shape } from '../draw/shapes.ts';
import { pathData } from '../draw/svg.ts';

interface Props {
  readonly picture: Picture;
  readonly label: string;
}

export function Svg({ picture: { width, height, shapes }, label }: Props) {
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      {shapes.map(element)}
    </svg>
  );
}

function element(shape: Shape, key: number) {
  switch (shape.kind) {
    case 'rect':
      return <rect key={key} x={shape.x} y={shape.y} width={shape.w} height={shape.h} fill={shape.fill} />;
    case 'dot':
      return (
        <circle key={key} cx={shape.x} cy={shape.y} r={shape.r} fill={shape.fill} stroke={shape.stroke} />
      );
    case 'text':
      return (
        <text
          key={key}
          x={shape.x}
          y={shape.y}
          fill={shape.fill}
          font-size={shape.size}
          text-anchor={shape.anchor}
          transform={shape.turn === undefined ? undefined : `rotate(${shape.turn} ${shape.x} ${shape.y})`}
        >
          {shape.text}
        </text>
      );
    case 'path':
      return (
        <path
          key={key}
          d={pathData(shape.points, shape.closed)}
          fill={shape.fill ?? 'none'}
          stroke={shape.stroke}
          stroke-width={shape.width}
          stroke-dasharray={shape.dash?.join(' ')}
          opacity={shape.alpha}
        />
      );
  }
}
