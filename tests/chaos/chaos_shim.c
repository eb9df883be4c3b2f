// Loaded before libc into the site's processes (LD_PRELOAD) by `make chaos`: the clock on the wall runs by an offset, and
// no byte more fits beside the site's files. Both change at once in processes that run, by the file CHAOS_SHARED.
// The monotonic clock is the kernel's own, so that sleeping and waiting take as long as they should.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct shared {
	long long offset; // seconds
	long long disk_is_full;
};
static const struct shared *shared;

__attribute__((constructor)) static void begin(void) {
	const char *path = getenv("CHAOS_SHARED");
	int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (file < 0) return;
	void *place = mmap(NULL, sizeof(struct shared), PROT_READ, MAP_SHARED, file, 0);
	if (place != MAP_FAILED) shared = place;
	close(file);
}

static long long offset(void) { return shared ? shared->offset : 0; }

int clock_gettime(clockid_t clock, struct timespec *now) {
	int result = syscall(SYS_clock_gettime, clock, now);
	if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) now->tv_sec += offset();
	return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
	(void)zone;
	struct timespec precise;
	if (clock_gettime(CLOCK_REALTIME, &precise)) return -1;
	now->tv_sec = precise.tv_sec;
	now->tv_usec = precise.tv_nsec / 1000;
	return 0;
}

time_t time(time_t *place) {
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (place) *place = now.tv_sec;
	return now.tv_sec;
}

static int is_an_upload(int file) {
	char link[40], path[512];
	snprintf(link, sizeof link, "/proc/self/fd/%d", file);
	ssize_t length = readlink(link, path, sizeof path - 1);
	if (length < 0) return 0;
	path[length] = 0;
	return strstr(path, "/private/files/") || strstr(path, "/public/files/");
}

ssize_t write(int file, const void *bytes, size_t count) {
	if (shared && shared->disk_is_full && is_an_upload(file)) {
		errno = ENOSPC;
		return -1;
	}
	return syscall(SYS_write, file, bytes, count);
}
