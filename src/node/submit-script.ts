/** The text of `submit.sh`: what a run folder has missing becomes an array of Slurm jobs, and its merge. */
import { createHash } from 'node:crypto';

export interface SlurmOptions {
  /** Words of a shell that call this command. */
  readonly command: readonly string[];
  /** Tells the jobs of this run from those of others. */
  readonly identity: string;
  readonly time: string | null;
  readonly cpus: number;
  readonly partition: string | null;
}

/**
 * A script for `sh`, to lie in the run folder. Words after its name go to `sbatch` for the shards, such as
 * `--account` or `--mem`.
 */
export function submitScript({ command, identity, time, cpus, partition }: SlurmOptions): string {
  const name = `expressivity-${createHash('sha256').update(identity).digest('hex').slice(0, 12)}`;
  const where = [
    ...(time === null ? [] : [`--time=${time}`]),
    ...(partition === null ? [] : [`--partition=${partition}`]),
  ].join(' ');
  const call = command.map(quoted).join(' ');
  return `#!/bin/sh
# Submits what this run folder has missing as an array of Slurm jobs, and the merge after them. Submit again
# after failures, or when time ran out: what is done is not done again. Words after the name of this script
# go to sbatch for the shards, such as --account=NAME or --mem=4G. Made by expressivity slurm.
set -eu
cd "$(dirname "$0")"
command=${quoted(call)}
name=${name}

queued=$(squeue --noheader --name="$name" --format=%F | sort -u | tr '\\n' ' ')
if [ -n "$queued" ]; then
  echo "submit.sh: expected none of the run's shards in the queue, got job $queued(scancel ends it)" >&2
  exit 1
fi
# A merge whose shards failed never starts.
scancel --quiet --state=PENDING --name="$name-merge" || true

missing=$(eval "$command status . --json" | ${quoted(command[0]!)} -pe 'JSON.parse(fs.readFileSync(0, "utf8")).missing')
mkdir -p slurm
after=
if [ -n "$missing" ]; then
  shards=$(sbatch --parsable --job-name="$name" --array="$missing" --cpus-per-task=${cpus} \\
    --output=slurm/shard-%A_%a.txt ${where} "$@" \\
    --wrap "exec $command shard . \\$SLURM_ARRAY_TASK_ID --threads ${cpus}")
  shards=\${shards%%;*}
  echo "shards $missing: job $shards"
  after="--dependency=afterok:$shards --kill-on-invalid-dep=yes"
fi
merge=$(sbatch --parsable --job-name="$name-merge" --output=slurm/merge-%j.txt $after ${where} \\
  --wrap "exec $command merge .")
echo "merge: job \${merge%%;*}"
`;
}

/** A word of a shell. */
function quoted(word: string): string {
  return /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
