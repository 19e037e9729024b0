// Linux headers that the Glibc module leaves out.
#include <linux/memfd.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

// Enumerators of unnamed types, given the types that the calls take.
static const unsigned int CLinux_EPOLLIN = EPOLLIN;
static const unsigned int CLinux_EPOLLEXCLUSIVE = EPOLLEXCLUSIVE;
static const int CLinux_EPOLL_CLOEXEC = EPOLL_CLOEXEC;
static const int CLinux_SFD_FLAGS = SFD_CLOEXEC | SFD_NONBLOCK;
