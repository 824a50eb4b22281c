// Every kernel, copy and driver call of a process, as CSV at its end: CUDA_INJECTION64_PATH=trace.so TRACE=out.csv.
// Build: gcc -shared -fPIC -O2 -I$CUDA/include trace.c -o trace.so -L$CUDA/lib64 -lcupti
#include <cupti.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static FILE *out;
static const char *seen[20000]; static int names;
static int known(const char *name) {
  for (int i = 0; i < names; i++) if (seen[i] == name || !strcmp(seen[i], name)) return i;
  seen[names] = strdup(name); fprintf(out, "N,%d,%s\n", names, name); return names++;
}
static void requested(uint8_t **buffer, size_t *size, size_t *records) { *size = 16 << 20; *buffer = aligned_alloc(8, *size); *records = 0; }
static void completed(CUcontext context, uint32_t stream, uint8_t *buffer, size_t size, size_t valid) {
  CUpti_Activity *r = NULL;
  while (cuptiActivityGetNextRecord(buffer, valid, &r) == CUPTI_SUCCESS) {
    if (r->kind == CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL) {
      CUpti_ActivityKernel10 *k = (void *)r;
      fprintf(out, "K,%llu,%llu,%d,%d,%d\n", (unsigned long long)k->start, (unsigned long long)(k->end - k->start), known(k->name ? k->name : "?"), k->gridX * k->gridY * k->gridZ, k->blockX * k->blockY * k->blockZ);
    } else if (r->kind == CUPTI_ACTIVITY_KIND_MEMCPY) {
      CUpti_ActivityMemcpy6 *m = (void *)r;
      fprintf(out, "C,%llu,%llu,%d,%llu,%d,%d\n", (unsigned long long)m->start, (unsigned long long)(m->end - m->start), m->copyKind, (unsigned long long)m->bytes, m->srcKind, m->dstKind);
    } else if (r->kind == CUPTI_ACTIVITY_KIND_RUNTIME || r->kind == CUPTI_ACTIVITY_KIND_DRIVER) {
      CUpti_ActivityAPI *a = (void *)r;
      if (a->end - a->start > 100000) fprintf(out, "A,%llu,%llu,%d,%d\n", (unsigned long long)a->start, (unsigned long long)(a->end - a->start), r->kind == CUPTI_ACTIVITY_KIND_RUNTIME, a->cbid);
    }
  }
  fflush(out); free(buffer);
}
static void finish(void) { cuptiActivityFlushAll(1); fclose(out); }
int InitializeInjection(void) {
  out = fopen(getenv("TRACE"), "w");
  cuptiActivityRegisterCallbacks(requested, completed);
  cuptiActivityEnable(CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL);
  cuptiActivityEnable(CUPTI_ACTIVITY_KIND_MEMCPY);
  cuptiActivityEnable(CUPTI_ACTIVITY_KIND_RUNTIME);
  cuptiActivityFlushPeriod(1000);
  atexit(finish);
  return 1;
}
