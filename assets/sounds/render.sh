#!/bin/sh
# Renders the words of the spoken amount, once, with espeak-ng and sox: a WAV a
# word, 22,050 samples a second, 16 bit, one channel, silence cut off both ends.
set -eu
cd "$(dirname "$0")"
say() { # NAME WORDS
	espeak-ng -v id -s 150 -p 45 -a 180 -w raw.wav "$2"
	sox raw.wav -b 16 -c 1 -r 22050 "$1.wav" norm -4 silence 1 0.01 0.6% reverse silence 1 0.01 0.6% fade t 0.008 reverse fade t 0.004
	rm raw.wav
}
for word in nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas \
	belas puluh seratus ratus seribu ribu juta rupiah lunas latihan; do
	say "$word" "$word"
done
say pembayaran-diterima 'pembayaran diterima'
for letter in a b c d e f g h i j k l m n o p q r s t u v w x y z; do
	say "huruf-$letter" "$letter"
done
