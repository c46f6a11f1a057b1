// Runs commands in turn, many times, and prints for each a line
//   name,median ms,least ms,peak memory in KB,median processor ms
// of the process and those that it waited for, the memory of the largest of them,
// from the start of the process to its end. In C, because starting a process from a shell or from .NET costs more than the
// process of a small app does itself, and because a parent's own memory would count as its child's.
// usage: measure RUNS NAME COMMAND... [-- NAME COMMAND...]...
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MAX_COMMANDS = 32 };

static double now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e3 + t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double ms_of(struct timeval t) { return t.tv_sec * 1e3 + t.tv_usec / 1e3; }

// One run; its memory in KB and its processor time.
static double run(char **command, const posix_spawn_file_actions_t *actions, double *memory, double *processor) {
  pid_t pid;
  int status;
  struct rusage usage;
  double start = now_ms();
  if (posix_spawnp(&pid, command[0], actions, NULL, command, environ) != 0 || wait4(pid, &status, 0, &usage) != pid) {
    perror(command[0]);
    exit(1);
  }
  double time = now_ms() - start;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    fprintf(stderr, "measure: %s failed\n", command[0]);
    exit(1);
  }
  *memory = (double)usage.ru_maxrss;
  *processor = ms_of(usage.ru_utime) + ms_of(usage.ru_stime);
  return time;
}

int main(int argc, char **argv) {
  int runs = argc > 1 ? atoi(argv[1]) : 0;
  char **commands[MAX_COMMANDS];
  int count = 0;
  for (int i = 2; i < argc; i++) {
    if (i == 2 || argv[i - 1] == NULL) {
      if (count == MAX_COMMANDS) return 2;
      commands[count++] = &argv[i];
    }
    if (strcmp(argv[i], "--") == 0) argv[i] = NULL;
  }
  if (runs < 1 || count == 0) {
    fprintf(stderr, "usage: measure RUNS NAME COMMAND... [-- NAME COMMAND...]...\n");
    return 2;
  }

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  double *times = malloc(sizeof(double) * (size_t)runs * (size_t)count);
  double *memories = malloc(sizeof(double) * (size_t)runs * (size_t)count);
  double *processors = malloc(sizeof(double) * (size_t)runs * (size_t)count);
  // The first run of each is for the page cache and is not counted. The order turns round from run to run, so that no
  // command is always the one after the same other.
  for (int r = -1; r < runs; r++) {
    for (int k = 0; k < count; k++) {
      int c = r % 2 == 0 ? k : count - 1 - k;
      double memory, processor, time = run(commands[c] + 1, &actions, &memory, &processor);
      if (r >= 0) {
        times[c * runs + r] = time;
        memories[c * runs + r] = memory;
        processors[c * runs + r] = processor;
      }
    }
  }
  for (int c = 0; c < count; c++) {
    qsort(times + c * runs, (size_t)runs, sizeof(double), compare);
    qsort(memories + c * runs, (size_t)runs, sizeof(double), compare);
    qsort(processors + c * runs, (size_t)runs, sizeof(double), compare);
    printf("%s,%.3f,%.3f,%.0f,%.3f\n", commands[c][0], times[c * runs + runs / 2], times[c * runs], memories[c * runs + runs / 2],
           processors[c * runs + runs / 2]);
  }
  return 0;
}
