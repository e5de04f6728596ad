#ifndef CEVENTPOLL_H
#define CEVENTPOLL_H

#include <stdint.h>

// epoll and ppoll, which Swift's Glibc module does not carry.

/// A descriptor to be closed, or -1 with errno.
int bench_poll_open(void);
/// Reports `tag` whenever `socket` has something to read; closing the socket ends it.
int bench_poll_watch(int poll, int socket, uint64_t tag);
/// Waits at most `nanoseconds`; returns how many tags were written, at most `most`.
int bench_poll_wait(int poll, uint64_t *tags, int most, uint64_t nanoseconds);

#endif
