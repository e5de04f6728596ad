#define _GNU_SOURCE
#include "CEventPoll.h"

#include <poll.h>
#include <sys/epoll.h>
#include <time.h>

enum { BENCH_EVENTS = 256 };

int bench_poll_open(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

int bench_poll_watch(int poll, int socket, uint64_t tag) {
    struct epoll_event event = {.events = EPOLLIN, .data = {.u64 = tag}};
    return epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

int bench_poll_wait(int descriptor, uint64_t *tags, int most, uint64_t nanoseconds) {
    // epoll_wait counts milliseconds; ppoll on the epoll descriptor counts nanoseconds.
    struct pollfd whole = {.fd = descriptor, .events = POLLIN};
    struct timespec limit = {
        .tv_sec = (time_t)(nanoseconds / 1000000000u), .tv_nsec = (long)(nanoseconds % 1000000000u)};
    if (ppoll(&whole, 1, &limit, NULL) <= 0) {
        return 0;
    }
    struct epoll_event events[BENCH_EVENTS];
    int count = epoll_wait(descriptor, events, most < BENCH_EVENTS ? most : BENCH_EVENTS, 0);
    for (int index = 0; index < count; index++) {
        tags[index] = events[index].data.u64;
    }
    return count < 0 ? 0 : count;
}
