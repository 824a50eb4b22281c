/** A text in both languages of the interface. */
export interface Bilingual {
  readonly ko: string;
  readonly en: string;
}
