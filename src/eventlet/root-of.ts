/** The outermost package of a dotted name: `eventlet` of `eventlet.green.socket`. */
export const rootOf = (name: string): string => name.split(".", 1)[0] ?? name;
