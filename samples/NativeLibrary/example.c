/* cc example.c -L. -lnameorigin -Wl,-rpath,. && ./a.out Yamaguchi */
#include <stdio.h>
#include <string.h>

#include "nameorigin.h"

int main(int argc, char **argv) {
    float probabilities[NAMEORIGIN_LANGUAGES];
    if (nameorigin_check(NAMEORIGIN_LANGUAGES, sizeof(nameorigin_state)) != NAMEORIGIN_OK) {
        fputs("the library does not fit its header\n", stderr);
        return 1;
    }

    for (int i = 1; i < argc; i++) {
        int best = nameorigin_classify(argv[i], probabilities);
        if (best < 0) {
            fprintf(stderr, "%s: cannot be read (%d)\n", argv[i], best);
            return 1;
        }

        printf("%s %s %.6f\n", argv[i], nameorigin_language(best), probabilities[best]);

        /* The same letter by letter. */
        nameorigin_state state = {0};
        for (const char *c = argv[i]; *c != 0; c++) {
            if ((unsigned char)*c < 128 && nameorigin_step(&state, (unsigned char)*c, probabilities) == 1) {
                int top = 0;
                for (int k = 1; k < NAMEORIGIN_LANGUAGES; k++) {
                    top = probabilities[k] > probabilities[top] ? k : top;
                }

                printf("  %c %s %.6f\n", *c, nameorigin_language(top), probabilities[top]);
            }
        }
    }

    return 0;
}
