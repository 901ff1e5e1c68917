/** Numbers as type arguments of templates: `offsetof` counts the fields. */
@unmanaged
export class One {
  a: u8 = 0;
}
@unmanaged
export class Two extends One {
  b: u8 = 0;
}
@unmanaged
export class Three extends Two {
  c: u8 = 0;
}
@unmanaged
export class Four extends Three {
  d: u8 = 0;
}
@unmanaged
export class Five extends Four {
  e: u8 = 0;
}
@unmanaged
export class Six extends Five {
  f: u8 = 0;
}
@unmanaged
export class Eight extends Six {
  g: u8 = 0;
  h: u8 = 0;
}
@unmanaged
export class Ten extends Eight {
  i: u8 = 0;
  j: u8 = 0;
}
@unmanaged
export class Twelve extends Ten {
  k: u8 = 0;
  l: u8 = 0;
}
