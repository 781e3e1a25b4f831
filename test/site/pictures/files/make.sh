#!/bin/sh
# Makes the pictures of the tests anew, with programs that share no code with src/site/pictures/. Needs, from Debian: imagemagick
# libimage-exiftool-perl webp libavif-bin apngasm libheif-examples ghostscript.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
profile=/usr/share/color/icc/ghostscript/srgb.icc

# Adds a place, a person, a camera and a time.
tag() {
  exiftool -q -overwrite_original -GPSLatitude=52.52 -GPSLatitudeRef=N -GPSLongitude=13.405 -GPSLongitudeRef=E \
    -Artist='Ann Lee' -SerialNumber=4711 '-DateTimeOriginal=2026:11:01 10:00:00' \
    -XMP:Creator='Ann Lee' -XMP:City=Berlin "$@"
}

magick rose: -strip -resize '48x32!' "$work/rose.png"
magick rose: -strip -resize '24x16!' "$work/1.png"
magick "$work/1.png" -negate "$work/2.png"
magick "$work/rose.png" -alpha on -channel A -evaluate set 50% "$work/alpha.png"
magick "$work/rose.png" -resize 16x16 "$work/thumbnail.jpg"

magick "$work/rose.png" -quality 80 -profile $profile photo.jpg
tag -IPTC:City=Berlin -Comment='Taken at home' -n -Orientation=6 "-ThumbnailImage<=$work/thumbnail.jpg" photo.jpg
magick "$work/rose.png" -interlace JPEG progressive.jpg
magick "$work/rose.png" -colorspace CMYK cmyk.jpg

magick "$work/rose.png" -profile $profile photo.png
tag -PNG:Comment='Taken at home' -PNG:Author='Ann Lee' -n -Orientation=6 photo.png
magick "$work/rose.png" -colors 16 -interlace PNG palette.png
apngasm animated.png "$work/1.png" "$work/2.png" 1 10 > "$work/log"
exiftool -q -overwrite_original -PNG:Author='Ann Lee' animated.png

cwebp -quiet -q 60 -metadata all photo.jpg -o photo.webp
tag -n -Orientation=6 photo.webp
cwebp -quiet -lossless "$work/alpha.png" -o lossless.webp
cwebp -quiet -q 60 "$work/alpha.png" -o alpha.webp
tag alpha.webp
img2webp -q 60 -loop 2 -d 100 "$work/1.png" "$work/2.png" -o animated.webp > "$work/log"
tag animated.webp

avifenc -q 60 -s 8 photo.jpg photo.avif > "$work/log"
avifenc -q 60 -s 8 "$work/alpha.png" alpha.avif > "$work/log"
magick "$work/rose.png" -resize '256x192!' "$work/large.png"
avifenc -q 30 -s 8 --grid 2x2 "$work/large.png" grid.avif > "$work/log"
avifenc -q 60 -s 8 "$work/1.png" "$work/2.png" animated.avif > "$work/log"
heif-enc -A -q 50 -t 16 "$work/rose.png" -o thumbnail.avif > "$work/log"
heif-enc -q 50 "$work/rose.png" -o "$work/photo.heic" > "$work/log"
mv "$work/photo.heic" really-heic.avif

magick -delay 10 -loop 3 "$work/1.png" "$work/2.png" -comment 'Taken at home' animated.gif
exiftool -q -overwrite_original -XMP:Creator='Ann Lee' -XMP:City=Berlin animated.gif
magick "$work/rose.png" -colors 32 still.gif
