/** Pieces of the rows of layers that consist of parts. */
import { isParted, type Layer, type Pieces, partAt, piecesOf } from '../../network/index.ts';

/** Pieces of a row: those of its layer, or of its part. */
export function piecesOfRow(layer: Layer, pieces: Pieces, row: number): Pieces {
  return isParted(layer) ? piecesOf(partAt(layer, row).activation)! : pieces;
}

/** Rows `first` … `end` - 1 of a layer, and their pieces. */
export interface RowPieces {
  readonly first: number;
  readonly end: number;
  readonly pieces: Pieces;
}

/** The rows of a layer, with the zero rows behind a part. */
export function rowPieces(layer: Layer, pieces: Pieces): readonly RowPieces[] {
  if (!isParted(layer)) return [{ first: 0, end: layer.width, pieces }];
  return layer.parts.map(({ first, activation }, p) => ({
    first,
    end: layer.parts[p + 1]?.first ?? layer.width,
    pieces: piecesOf(activation)!,
  }));
}
