#!/usr/bin/env bash
# Training and answering at true sizes beside transformers + PEFT, on one NVIDIA GPU: bench.sh 7b [row …]
# A row times ours and its baseline, one after the other, within 8 minutes. Needs python3 with torch, transformers 5
# and peft, and onnxruntime-node with its CUDA provider. Prints JSON lines; "peakMiB" is the GPU memory of the process
# at worst, as the driver sees it. Where the sources' dependencies are not installed, QUARTET_BENCH is a bundle of
# quartet-gpu.ts, and out/main of the package that it lies in holds a bundle of weight-worker.ts. WORK is a folder for
# snapshots.
set -u
size=$1; shift
work=${WORK:-/dev/shm}
here=$(cd "$(dirname "$0")" && pwd)
snapshot=$work/$size

timed() { # $1: row; the rest: a command whose lines are printed under the row's name, with its peak memory
  local row=$1; shift
  nvidia-smi --query-gpu=memory.used --format=csv,noheader,nounits -lms 100 >"$work/memory.log" & local watcher=$!
  "$@" 2>"$work/errors.log" | sed "s/^{/{\"row\":\"$size $row\",/"
  [ "${PIPESTATUS[0]}" = 0 ] || tail -3 "$work/errors.log"
  kill $watcher; wait $watcher 2>/dev/null
  echo "{\"row\":\"$size $row\",\"peakMiB\":$(sort -n "$work/memory.log" | tail -1),\"at\":$SECONDS}"
}
ours() { "${NODE:-node}" "${QUARTET_BENCH:-$here/quartet-gpu.ts}" --snapshot "$snapshot" --runs 2 "$@"; }
torch() { python3 "$here/torch_baseline.py" "$snapshot" "$@"; }

row() {
  case $1 in
    batch2) timed "$1" ours --batch 2 --steps 40; timed "$1" torch script ;;
    batch8) timed "$1" ours --batch 8 --steps 15; timed "$1" torch hand:8 ;;
    compile8) timed "$1" torch compile:8 ;;
    memory) timed "$1" ours --batch 2 --steps 20 --recompute; timed "$1" torch script ;;
    text) timed "$1" ours --batch 8 --steps 15 --kept; timed "$1" ours --batch 8 --steps 15 ;;
    # No node is left to the CPU: sessions on WebGPU refuse to be made otherwise.
    webgpu)
      timed "$1" ours --provider webgpu --dtype f16 --batch 2 --steps 5
      timed "$1, simple" ours --provider webgpu --dtype f16 --batch 2 --steps 5 --bufferCache simple
      timed "$1" torch script
      ;;
    nf4) timed "$1" ours --batch 2 --steps 10 --recompute --precision nf4 ;;
    nf4-double) timed "$1" ours --batch 2 --steps 10 --recompute --precision nf4-double-quant ;;
    answer) timed "$1" ours --phase answer --batch 16 --steps 8; timed "$1" torch script forward ;;
    parity)
      timed "$1" python3 "$here/reference.py" "$snapshot" "$work/reference-$size"
      timed "$1" "${NODE:-node}" "${QUARTET_PARITY:-$here/parity-at-size.ts}" --snapshot "$snapshot" --reference "$work/reference-$size"
      ;;
    *) echo "no row $1"; return 2 ;;
  esac
}

[ -d "$snapshot" ] || python3 "$here/make_snapshot.py" "$size" "$snapshot" >"$work/snapshot.log" 2>&1 || tail -3 "$work/snapshot.log"
for name in "${@:-batch2 batch8 text memory nf4 nf4-double answer parity}"; do for one in $name; do row "$one"; done; done
