/** An answer of a server that brings no file. */
export class Refusal extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, statusText: string) {
    super(`${statusCode} ${statusText}`.trim());
    this.statusCode = statusCode;
  }

  /** Too many requests and faults of the server pass; other refusals do not. */
  get passes(): boolean {
    return this.statusCode >= 500 || this.statusCode === 429;
  }
}
