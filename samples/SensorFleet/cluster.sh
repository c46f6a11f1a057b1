# Functions for a cluster on this machine, to be sourced: Redis and silos on free ports of loopback, all gone at the end.
folder=$(mktemp -d)
pids=()

end_all() {
  for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null; done
  wait 2> /dev/null
  rm -rf "$folder"
}
trap end_all EXIT

# SENSOR_FLEET names the program where it is built already.
program=${SENSOR_FLEET:-}
if [ -z "$program" ]; then
  dotnet build . -c Release -v q -nologo || exit 1
  program=bin/Release/net10.0/SensorFleet.dll
fi

# Starts Redis, empty and in memory; $redis is its address.
start_redis() {
  if ! command -v redis-server > /dev/null; then
    echo "redis-server is not installed (Debian: redis-server)" >&2
    exit 1
  fi
  local port try
  for try in $(seq 20); do
    port=$((20000 + RANDOM % 20000))
    redis-server --port $port --bind 127.0.0.1 --save '' --appendonly no --dir "$folder" > "$folder/redis.log" 2>&1 &
    redis_pid=$!
    pids+=($redis_pid)
    wait_for "$redis_pid" "$folder/redis.log" 'Ready to accept connections' && redis=127.0.0.1:$port && return
  done
  echo "redis-server does not start: $(tail -1 "$folder/redis.log")" >&2
  exit 1
}

# start_silos COUNT OPTION...: starts silos of a cluster on $redis; ${silos[i]} are their process ids, ${logs[i]} what they say.
start_silos() {
  local count=$1 i
  shift
  silos=()
  logs=()
  for i in $(seq "$count"); do
    logs+=("$folder/silo-$i.log")
    dotnet "$program" silo --redis "$redis" "$@" > "$folder/silo-$i.log" 2>&1 &
    silos+=($!)
    pids+=($!)
  done
  for i in $(seq 0 $((count - 1))); do
    if ! wait_for "${silos[i]}" "${logs[i]}" 'is ready'; then
      echo "a silo does not start: $(tail -1 "${logs[i]}")" >&2
      exit 1
    fi
  done
}

# Ends the silos and Redis.
end_cluster() {
  kill "${silos[@]}" 2> /dev/null
  wait "${silos[@]}" 2> /dev/null
  kill "$redis_pid" 2> /dev/null
  wait "$redis_pid" 2> /dev/null
}

# wait_for PROCESS FILE TEXT [TIMES]: waits until a process has written a text, or so many lines of it; fails where it ends before.
wait_for() {
  while [ "$(grep -c "$3" "$2" 2> /dev/null || true)" -lt "${4:-1}" ]; do
    kill -0 "$1" 2> /dev/null || return 1
    sleep 0.2
  done
}
