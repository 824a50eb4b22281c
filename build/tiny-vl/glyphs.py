"""Renders digits and letters in four open fonts to .scratch/tiny-vl/glyphs.npy: uint8 alpha [font, character, 96, 96].

npm i --prefix .scratch/art --ignore-scripts @expo-google-fonts/{inter@0.4.2,roboto-slab@0.4.2,nunito@0.4.2,courier-prime@0.4.1}
"""
import glob
import numpy as np
from PIL import Image, ImageDraw, ImageFont

CHARACTERS = "0123456789ABCEFHKLMNPRSTUXYZ"
SIDE = 96
WANTED = ["inter/700Bold/Inter_700Bold", "inter/400Regular/Inter_400Regular", "roboto-slab/500Medium/RobotoSlab_500Medium",
          "nunito/800ExtraBold/Nunito_800ExtraBold", "nunito/500Medium/Nunito_500Medium", "courier-prime/700Bold/CourierPrime_700Bold"]


def draw(font, character):
    image = Image.new("L", (SIDE, SIDE))
    left, top, right, bottom = font.getbbox(character)
    ImageDraw.Draw(image).text(((SIDE - left - right) / 2, (SIDE - top - bottom) / 2), character, fill=255, font=font)
    return np.asarray(image)


if __name__ == "__main__":
    fonts = []
    for name in WANTED:
        paths = glob.glob(f".scratch/art/node_modules/@expo-google-fonts/{name}.ttf")
        assert paths, f"font {name} is missing: see the top of this file"
        fonts.append(ImageFont.truetype(paths[0], 100))
    np.save(".scratch/tiny-vl/glyphs.npy", np.stack([[draw(font, c) for c in CHARACTERS] for font in fonts]))
    print(len(fonts), "fonts,", len(CHARACTERS), "characters")
