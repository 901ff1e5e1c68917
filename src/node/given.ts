/**
 * Apart from what reads options, whose types are those of commander, which is not installed with this
 * package.
 */

/** Options of a command by camel-case name, as commander read them. */
export type Given = Readonly<Record<string, unknown>>;
