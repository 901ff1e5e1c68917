/**
 * A file of its own: declarations of the package reach this type, and commander, whose types the readers of
 * options use, is not installed with the package.
 */

/** Options of a command by camel-case name, as commander read them. */
export type CommandOptions = Readonly<Record<string, unknown>>;
