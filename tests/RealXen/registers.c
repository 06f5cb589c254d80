/* Threads that keep patterns of their own in the vector registers, and look whether they stay: they do not where Xen saves these
   registers lazily under an emulator (docs/real-xen.md, "Stray crashes").

   gcc -O1 -static -pthread -o registers tests/RealXen/registers.c
   registers THREADS SECONDS [wide]        with wide: 256 bits of each register, else 128 */

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { REGISTERS = 16, PARTS = 4, THREADS_MOST = 64 };

static long rounds, changed;
static int seconds, wide;

#define ALL(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7) DO(8) DO(9) DO(10) DO(11) DO(12) DO(13) DO(14) DO(15)
#define LOAD_WIDE(n) "vmovdqu " #n "*32(%0), %%ymm" #n "\n"
#define STORE_WIDE(n) "vmovdqu %%ymm" #n ", " #n "*32(%1)\n"
#define LOAD(n) "movdqu " #n "*32(%0), %%xmm" #n "\n"
#define STORE(n) "movdqu %%xmm" #n ", " #n "*32(%1)\n"
/* Some time, sched_yield (24), some time: here others run. */
#define PAUSE "mov $20000, %%ecx\n1: dec %%ecx\njnz 1b\nmov $24, %%eax\nsyscall\nmov $20000, %%ecx\n2: dec %%ecx\njnz 2b\n"
#define TOUCHED "rax", "rcx", "r11", "memory", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"

static void *run(void *argument)
{
    uint64_t thread = (uint64_t)(uintptr_t)argument, in[REGISTERS][PARTS], out[REGISTERS][PARTS];
    time_t end = time(NULL) + seconds;
    for (uint64_t round = 0; time(NULL) < end; round++) {
        for (int n = 0; n < REGISTERS; n++)
            for (int part = 0; part < PARTS; part++)
                in[n][part] = thread << 56 ^ round << 16 ^ (uint64_t)n << 8 ^ (uint64_t)part;
        if (wide)
            __asm__ volatile(ALL(LOAD_WIDE) PAUSE ALL(STORE_WIDE) : : "r"(in), "r"(out) : TOUCHED);
        else
            __asm__ volatile(ALL(LOAD) PAUSE ALL(STORE) : : "r"(in), "r"(out) : TOUCHED);
        for (int n = 0; n < REGISTERS; n++)
            if (memcmp(in[n], out[n], wide ? 32 : 16)) {
                printf("thread %d, register %d: %016lx has become %016lx\n", (int)thread, n, in[n][0], out[n][0]);
                __sync_fetch_and_add(&changed, 1);
                break;
            }
        __sync_fetch_and_add(&rounds, 1);
    }
    return NULL;
}

int main(int count, char **words)
{
    pthread_t threads[THREADS_MOST];
    int most = count > 2 ? atoi(words[1]) : 0;
    if (most < 1 || most > THREADS_MOST || (seconds = atoi(words[2])) < 1) {
        fprintf(stderr, "usage: registers THREADS SECONDS [wide]\n");
        return 2;
    }
    wide = count > 3;
    for (long i = 0; i < most; i++)
        pthread_create(&threads[i], NULL, run, (void *)(i + 1));
    for (int i = 0; i < most; i++)
        pthread_join(threads[i], NULL);
    printf("%ld rounds, %ld with a register that had changed\n", rounds, changed);
    return changed != 0;
}
