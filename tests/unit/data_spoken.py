"""Labelled instructions as people speak: indirect, polite, curt, misspelt.

The rules were tuned on all of them. One per line, under the op that is meant; "a/b" accepts both.
"""

ENGLISH_SPOKEN = {
    "remove": """
the bin on the left ruins the shot, can it go?
any way to lose the wires up there?
could the lady in the back not be there please
I'd rather not have that logo on the wall
that lamp post sticking out of his head has to go
pls remvoe the pepole behind us
my finger got in the corner, fix that
the date stamp in the corner, get rid of it cheers
bin the rubbish next to the kerb
erase evrything on the table
why is there a random bloke in my photo, remove him
leave the dog but take the leash away
photoshop out my ex
clean the spots off the mirror
can we do without the fence?
I don't want the price tag showing
the power lines are distracting
there shouldn't be a car there
please make sure the watermark is gone
would you be so kind as to delete the sign for me
un-photobomb this, the guy waving should not be in it
scrub the graffiti off that wall mate
spot removal on the skin
Hey, quick one: my wife blinked at the guy in the hat behind us, mind cutting him from the shot?
zap the pimple on my chin
there's this ugly pipe running along the ceiling, make it go away
Erase both of the cars parked outside
the reflection in my glasses is annoying, kill it
I would be grateful if the scaffolding could be removed
not a fan of the sticker on the laptop - remove
delete dis plz
get the crumbs off the table
the tattoo on his arm needs to vanish
person on the far right, delete
Can you make my braces disappear
get rid of the trash on the grass
take the glasses off him
could you please remove the shadow of the photographer
the mole on her cheek, please erase it
i dont want the poster on the wall
Lose the umbrella.
that car ruins it, take it out
clean up the background people
wipe that smudge off the lens area
delet the text
get that wire out of here
there's a stain on my blouse, could you fix that?
is it possible to remove the fence
make the crowd vanish
any chance you could lose that drainpipe?
I hate the glare on the window, get rid of it
The kid making faces on the left - please edit him out
take away the mic stand
wish that pigeon wasn't there
that ugly couch should disappear
erase wrinkles
no people in the background please
keep the bride but remove the photographer
clear the snow off the car
remove everyone except... no wait, just remove the man in red
Would you please delete the timestamp?
My thumb covers the corner, can you take that away?
tidy up the cables on the desk
""",
    "replace": """
I'd like the dog to be a fox
the plastic cups should be crystal glasses
can the bicycle become a motorbike
what if that boring sky was full of clouds instead
take the old phone out and put a rose in its place
instead of a hat give him a crown
put tulips in where the weeds are
swop the van for a tram
I wish the pond were a swimming pool
the burger would look better as a salad
make his trainers cowboy boots
have a lion where the cat is
change wat he's holding to a guitar
trade my coffee for a green smoothie please
the bread looks stale, replace it with a croissant
lets turn the pumpkin into a disco ball
sub the chair for a throne
instead of the sandwich, I'd rather he held a trophy
can her flip flops be hiking boots?
turn that parked car into a horse
put a different dog there, a poodle
exchange the painting on the wall with a window
make the lamp a candle
his frown should be a smile
swap faces of the clock to a moon
could the grass be sand
let's use roses where the tulips are
swap the mug for a teapot
turn the cat into a tiger please
change his shirt to a hoodie
Replace the sky with a starry night sky
could you switch the oranges for apples
instead of a laptop put a typewriter
make the sofa a bed
the vase should be a lamp
Replace teh car with a bus
I want a fox where the dog is sitting
switch out the boring sky for a dramatic one
what about a dragon instead of the horse
make the pizza a birthday cake
can you turn my old car into a ferrari
that plant would be nicer as a cactus
give the man a beard instead of the moustache
I don't like the mug, make it a glass
swap his tie with a bow tie
the kid should be holding a teddy bear instead of a phone
change what's on the tv to a football match
""",
    "add": """
pop a sun hat on the baby
chuck a couple of seagulls in the sky
stick a moustache on grandpa
I want some snow on the roof
the table looks empty, a bowl of fruit would be nice
wouldn't it be fun to have a dragon flying over the castle?
the sky needs a rainbow
could there be candles on the cake?
include a red kite over the beach
keep everything the same but add a boat on the lake
leave the rest alone and put a scarf on her
fill the vase with roses
a butterfly on her shoulder please
let there be lanterns in the trees
give the snowman a carrot nose
we need more balloons
drop a cat on the windowsill
dress the dog in a raincoat
Would you mind placing a small vase on the shelf?
the wall is bare without a picture
put some steam above the coffee
stick googly eyes on the pumpkin
I'd love to see a hot air balloon up there
how about a boat on the horizon
needs a moon
my dog would look cute with a bow tie
give the king a sword
could you sneak a cat into the corner
snow on the ground please
throw in some confetti
add some birds in the sky
put sunglasses on the dog please
could you place a coffee cup next to the laptop
give her earrings
I want a moon above the hills
add another person to the group
draw a heart on the window
maybe a bit of steam over the soup
put a wreath on the door
can we have a cat sleeping on the couch
insert a plane in the upper left
the cake needs candles
could you add in a few more people at the back
put some clouds up there
I'd like a necklace on her
why not add a puppy by the fireplace
place a red lantern beside the door
there's room for a bench under the tree, add one
a little frost on the window would be lovely
stick a flag on top of the tower
let it rain
add smoke coming out of the chimney
my cat deserves a tiny crown
can he be wearing a cape
""",
    "background": """
I'd like to be at the beach rather than in my office
put us on the moon
swap out whatever is behind the product for something plain
white backround please
the background is too busy, soften it
gradient backdrop in pastel tones
everything except the flower should be out of focus
new background: mountains at sunrise
can you give it a shallow depth of field
get me out of this kitchen and into a jungle
background colour to light grey, ta
place the shoes on a marble surface background
bg should be navy
i want a blurrier backgruond
make the background less distracting with some blur
studio backdrop, grey
set the scene behind her to a library
use pic 2 for the background
replace the dull wall behind me with a bookshelf background
replace the messy room behind me with a plain wall
I need a professional office backdrop for this headshot
behind her I'd like mountains
put a sunset behind the couple
the stuff behind me should be out of focus
fade the background out a little
could you blur out what's behind us
make the backdrop solid black
as if I were standing on the moon
studio white for the background thanks
blur the background
make the background blue
change the background to a beach
put me in front of the eiffel tower
background: forest
use my second photo as background
can i have a white background
turn the backdrop into a night city
make everything behind us blurry
replace the backgroud with a sunset
portrait mode please
put this product on a wooden table background
I want it to look like we're on mars
backdrop: plain beige
change where we are to a ski resort
put a brick wall behind her
make what's behind me less sharp
can u blur everything but me
swap the background for my other pic
the background colour should be pastel green
transport us to tokyo at night
a more professional background for linkedin please
more background blur
""",
    "style": """
could this look like a van gogh
pencil drawing of this photo please
give it an old film feel
pixelart version
as a watercolour painting, if you'd be so kind
I fancy a comic look
make it look like it was shot in the 70s
turn me into an anime character
can u cartoonify it
go full noir
I want it to feel like a dream
this but as an oil painting
ghibli vibes pls
paint it like monet would
retro poster look
what would this look like as a charcoal drawing
make us look like simpsons characters
give it that wes anderson look
I want my portrait to look hand drawn
transform it into pop art
make it feel like an 80s movie
oil paint effect on this please
manga style, black ink
apply a vintage filter
turn it into a lego scene
make it a watercolor
turn this into pixel art
like a comic
give it a vintage look
can you make it look like an oil painting?
in the style of picasso
anime style
make me look like a disney character
pop art please
make it look like a pencil sketch
make it winter
as a lego set
could you give this a film noir treatment
make it look hand-painted
van gogh it
turn the photo into a cartoon strip
I'd like it in ukiyo-e style
polaroid look please
make this photo look old
8-bit me
what about a crayon drawing
cyberpunk vibe
""",
    "adjust": """
it's a wee bit dark innit
the whites are blown out
colours look washed out
bump the exposure up half a stop
could do with a touch more warmth
her face is in shadow, brighten it
tone the reds... no, just lower the saturation by 15
the picture is kinda flat
nudge the highlights down 20
less yellow please
I can barely see anything in the dark bits
a hair sharper
it's grainy
take the brightness down a notch
make the colors pop a little more
bw please
sharpen up the eyes
knock the saturation back a bit
brightnes +30
contrast -10
soften her skin
crank the contrast to 40
my photo came out too blue
add a subtle vignette
dial the exposure back 10%
the whole thing looks a bit cold
go black and white on this one
the photo is underexposed, can you fix that
it needs a bit more punch
skin looks orange, cool it
kill the noise
everything's too green
up the vibrance
I think it's a little soft, sharpen
pull the highlights back
a tad less saturated
could use more light on the face
the colours are too intense for me
just a smidge darker
make it golden like late afternoon sun
too much contrast
it's all hazy, clear it up
b/w conversion
40% less brightness
fix the white balance
brighter please
increase the contrast by 20
it's too dark
a bit warmer
sharpen it
reduce noise
lower the highlights
the colors are dull
could you make it less bright
turn it black and white
-15 brightness
make the sky darker
she's too pale, warm her skin up a little
add a vignette
lift shadows by 30%
less contrast
sepia
blur the license plate
make it more vivid
can you brighten up the left side a bit
this is way too contrasty
it looks a bit washed out
fix the exposure
make the greens more vibrant
reduce highlights by 25 percent
his face is too shiny
give it more depth and contrast
The picture came out blurry, sharpen it
I'd like softer skin
-20 saturation
make it moody and dark
warm it up, it's too blue
shadows +15
a hint of sepia
invert the colours
how about less yellow
smooth out the noise in the sky
mute the colours
pixelate her face
can we get rid of the blue tint
""",
    "recolour": """
her dress, but in red
the walls would be nicer in pale yellow
can I see the car in black
turn the roses white
blue eyes please
dye my hair platinum blonde
I want those shoes to be green
make the gray couch navy instead
what would the bike look like in orange
give the door a coat of red paint
paint the fence white
the mug should be turquoise, nothing else
colour the balloons purple and leave the rest
set the shirt colour to #ff8800
hair colour: auburn
can the sofa be mustard
let's see the car in midnight blue
turn my tie from red to green
make her nails match, pink
the leaves should look more red
I'd prefer the hat in white
repaint the house light blue
change hair to ginger
black shoes instead of brown
recolor everything blue on the shirt to yellow
make the car red
paint the wall green
change the color of her dress to blue
turn the leaves orange
I'd like the bag in brown
make his hair blonde
can you make the shoes white
the roof should be terracotta red
color the flowers pink
purple nails please
the bike would look great in yellow
her scarf in teal please
can you make his eyes green
change blue to red on the flag
change the sofa from brown to cream
give the cat black fur
make the door match the red car
dye the sheep pink
what if the grass was blue
paint my nails burgundy
the lips a little redder
""",
    "extract": """
just the bottle, nothing else
I need her on a transparent background
png with only the shoe please
cut the product out
knock out the backdrop
isolate the singer
delete everything around the vase
I only want the bird
background gone please
make a sticker out of my cat
get rid of everything that isn't the car
no background
lose the background, keep the girl
separate the couple from the scene
I need the logo without its background
give me only the cup as a png
crop out the background
cut around the dog
make everything but the model transparent
save just the guitar on transparent
mask out the vase
just her, no background
remove bg
remove the background
cut out the person
transparent background please
isolate the car
keep only the dog
make a cutout of the chair
extract the logo
delete everything except the woman
get rid of the background behind the shoes
get me just the sneaker on a transparent layer
cut out the woman in the red dress
clip the background
erase everything but the bike
i want only the vase left
extract the car from the picture
take the cat out of the photo as a png
no bg please
leave only the text
make the bg see-through
""",
    "transform": """
it's sideways, fix it
I need a square for instagram
the picture's on its side
make it 16 by 9
flip it so she faces the other way
chop off the bottom bit
the building is leaning, straighten it up
turn it the right way up
scale it to 50 percent
give me a 4:5 crop
mirror it left to right
shrink to 800 pixels wide
spin it a quarter turn to the left
too much sky, crop it
tighten the crop around her face
rotaet 180
the frame is tilted a bit
3x2 crop
make it portrait orientation
trim the empty space at the right
I took this with the phone sideways, can you turn it
rotate it 270
make it half as big
16:9 please
can you square it up
get rid of the empty strip at the bottom by cropping
flip horizontal
resize so the long side is 2000
mirror image please
the tower leans to the left, correct that
crop in closer on the baby
quarter turn clockwise
cut it to a 5x7
rotate it 90 degrees
crop to a square
flip it horizontally
straighten the photo
resize to 800x600
turn it upside down
crop out the left side
make it 9:16
mirror the image
it's crooked, fix it
crop tighter
make it smaller
turn it so the tree stands up straight
the horizon slopes
make the photo landscape
crop it like a passport photo
rotate counterclockwise
cut off the bottom quarter
mirror it
shrink it by half
tilt it 5 degrees to the right
it needs to be 1200 wide
flip upside down
I want it square
zoom in on his face
reduce the file to 50%
crop 2:1
""",
    "text": """
can you write my name on the mug
put HAPPY BIRTHDAY MUM across the top
the sign should read "Closed"
I want the words "Be Kind" in white at the bottom
type out "Chapter One" in the corner
a caption under the photo saying 'we made it'
title: Summer 2024
add tomorrow's date in the corner
have the t-shirt say LOVE
stamp "DRAFT" diagonally across it
jot "hello grandma" on the card
headline 'Big Sale' in bold
slap some text on it: "mood"
sign it "J. Smith" bottom right
add a speech bubble with "hello"
put the year on it: 1999
label the bottle "POISON"
caption it with 'home sweet home'
write underneath: Thank you all
replace the word SALE with SOLD
can the banner say welcome
letters spelling DREAM over the sky
write "hello" at the top
add the text "Summer"
put my name in the corner
add a title saying The End
change the text to "Sold out"
caption: best day ever
write Happy New Year in gold letters
put "2024" on the shirt
put a big red "SOLD" stamp on it
add my handle @joe in the corner
on the wall write 'no entry'
Can it say "Welcome home" above the door?
type the date below
change the headline to "Breaking News"
speech bubble: I'm hungry
watermark this with my name
let the sign say Bakery
write the lyrics "la la la" around the edge
""",
    "generate": """
forget this one, draw me a lighthouse in a storm
I'd love a picture of a fox reading a book
dream up an alien market
show me what a steampunk city would look like
a photo of a corgi in a spacesuit, please
new image: two robots playing chess
from scratch: a cosy cabin in the snow
three options for a coffee shop logo
whip me up a fantasy map
can you produce a wallpaper with koi fish
let's start with a blank canvas and create a jungle temple
create an image of a medieval village at night
imagine a submarine made of glass
paint a picture of a sunflower field in the style of van gogh
make a picture of a robot gardener
draw a treehouse
I need an illustration of a bee for my honey label
gimme a new one with a castle
how about a totally new picture: sharks in space
generate five logo ideas for a bakery
a castle on a hill at sunset, oil painting
could you come up with an image for my blog post about tea
produce a seamless pattern of leaves
draw a dragon
generate a photo of a red bicycle
create a logo for a coffee shop
make me an image of a sunset over the sea
paint a picture of a horse
give me three variations
imagine a city under water
new picture of a cat in a hat
make an image from scratch of a cat cafe
create something new: a robot orchestra
could you draw me a map of an island
design a birthday invitation with unicorns
an astronaut riding a horse, photorealistic
give me 5 versions
new picture, a bowl of ramen
visualize a house on stilts
let's generate a mountain landscape
I want a picture of a panda surfing
""",
    "expand": """
her feet are cut off, extend the bottom
show more of what's on the left
make the canvas taller
give it some breathing space at the top
I need this wider for a banner, fill in the sides
pull the camera back a bit
outpaint to 21:9
can we see more of the sky
add 200 pixels on the right and fill it in
the head is cut off at the top, complete it
stretch the scene out to the right
uncrop it
more room around the subject
there's not enough space above my head
give me a wider view
fill out the picture on both sides
add some more floor
the left edge is too tight, extend it
I want to see what's past the right border
make it panoramic
grow the canvas downwards
continue the background upwards
extend the image to the left
zoom out
make the picture wider
add more space on top
uncrop this
expand the canvas to 16:9
show more of the sky
there's not enough room on the right
continue the beach to the right
the top of the building is missing, complete it
make room on the left for text
extend by 20% on each side
it's cropped too tightly, widen it
fill the missing corners
more headroom please
turn this portrait into a wide banner by extending the sides
outpaint the top
I need extra space below
""",
    "upscale": """
blow it up 4x without losing detail
make it print quality
I need this in 4k
double the resolution
it's too low res for a poster
improve the quality
hi-res version pls
can you increase the pixel count
super resolution
make it HD
can you make this larger without it going blurry
enlarge 3x with detail
this came from a tiny thumbnail, improve the resolution
full hd please
need it at 300 dpi
quadruple the resolution
upscale it
increase the resolution
make it 4k
higher quality please
it's too low resolution
make this HD
the picture is tiny, blow it up
can you improve the definition
make it bigger and crisp for a poster
boost resolution
restore the quality of this old scan
upsize by 2
the resolution is terrible
turn this into a high resolution image
2x super res
""",
    "question": """
what breed is the dog?
do you know where this was taken
how many people are in the picture
is she smiling
I was wondering what that building is
what's written on the sign
any idea who painted this
could you tell me what the weather was like
describe the photo in one sentence
what did you change
which of the two is sharper
is there a cat in this?
tell me about this picture
what are the dimensions of this image
has this photo been edited
is the blue car closer than the red one
why is the sky so dark
does it look like a real photo to you
compare the first version with this one
what have we done so far
what do these two pictures have in common
how old would you say he is
can you see a dog in there
what colour is the third balloon
what's that thing in her hand?
is this oil or watercolour
who's in the photo
can you read the licence plate
how far away is the mountain roughly
Are there more dogs or cats?
what mood does the picture have
did the last edit change the sky
which version had the best light
was there a car here before
how bright is this on a scale of ten
what time of day is it do you think
tell me the camera model
so what's going on here
explain the joke in this meme
how many steps have I done
what is in this picture?
where was this taken?
how many dogs are there
what color is the car
is the man wearing a hat?
describe this image
who is this
what does the sign say
when was this photo taken
which photo is sharper
what changed since the first version
is there a cat on the sofa
tell me what you see
how big is the file
what's the guy on the left holding?
can you tell me who painted it
how tall is that tower
Is the light natural or artificial?
which version has more contrast
do these two look alike
when did I remove the car
what have you changed
what's the ratio of this photo
are those roses or peonies
is my hair okay in this one
explain what is happening here
does the dog look happy
read the text on the label for me
what font is that
how many edits did we make
was the sky always this blue
what does this picture make you feel
""",
    "recommend": """
where can I buy this lamp?
what shoes would go with this dress
suggest a good caption style and font
any recommendations for a frame?
find something like this in my catalogue
do I have anything similar in my catalog
search the catalogue for a red sofa
what should I wear with these trousers
find me the version with the red door
show me the one where the car was gone
what do you think would improve this picture?
which colour would suit my room
know any shops that sell this jacket?
look up similar lamps online
how could I make this more interesting
got any tips to make it look professional
where could one get a jacket like his
what kind of plant would suit that corner
which crop would you suggest
do you know a good place to buy such a chair?
I need ideas for editing this
how should I edit this for a moody look
something similar but cheaper, where do I find it
which of my pictures looks like this
what's a good title for this photo
where can I buy this chair
recommend a filter
suggest some colors for the wall
what shoes go with this
find similar images in my catalog
what style would you recommend
find the picture with the red door
any suggestions for this photo?
is there something like this in the catalogue
which lens should I buy for photos like this
which frame colour goes best with this
any good shops for such curtains
is there a similar jacket in my catalogue
I need advice on the colours here
show me photos from my library with snow
what could I add to make it more festive
where did she get that bag
show the version where the wall was blue
give me some caption ideas
suggest something
look for a green armchair in the catalogue
got any tips for better lighting
""",
    "history": """
no go back
nah, undo
I preferred the previous one
it was better before
take me back to version 2
scrap that
put it back how it was
restore the original please
never mind, revert it
redo what I just undid
can we go back two steps
I want the first version again
that's worse, undo that
back to square one
cancel the last edit
before the crop please
forget the last change
bring back what you removed
oops, wrong one, go back
start over
return it to the state before I added the hat
ugh no, put it back
go back
I liked the one before
switch to version three
revert everything
one step forward
reinstate the cat you deleted
I don't want that anymore, undo
back to how it was at the start
do it again
erase the last thing I did
return to the previous
drop the last two edits
first version please
undo
undo the last two
go back to the original
redo
go back to version 3
revert that
I want to go back to before I added the hat
the previous one was better
cancel that
start from the beginning
reset
take me to the second version
no, undo it
I changed my mind, go back
undo the crop
put the hat back
that was better, go back one
restore the version with the dog
back to version 1 please
discard my changes
never mind the last one, undo it
let's return to the original photo
wait, bring it back
remove the last effect
forward again
go two versions back
step back once
""",
    "chat": """
hiya
good evening
thanks a bunch
you're a star
what are you able to do
how do I use this
who are you
this is fun
lovely job
what's your name?
can you help me
cheers mate
brilliant, thank you so much
are you human?
nice to meet you
bye
that turned out great
first time here, how does it work?
ok cool
morning!
much obliged
wow you're good at this
how can you help me
sorry about that
I'm bored
haha nice one
can you speak korean?
see ya
which things can you edit
good bot
hello
thanks
what can you do
you're awesome
good job
help me
who made you
nice
ok thanks that's all
hey there
thank you, that's perfect
what are your features
are you a real person
yo
awesome, thanks
I love it!
what languages do you understand
sweet
how are you doing today
that's all
I don't know what to do, help
wow amazing
who am I talking to
""",
    "multi": """
crop it square and make it brighter
remove the bin, then blur the background
rotate right 90 and sharpen
bump the contrast by 10 and drop the saturation
turn it black and white and add a vignette
lose the car, warm up the sky and crop to 4:3
undo that and make it brighter instead
flip it, then write "hi" at the top
first straighten it, then crop to a square
upscale 2x and denoise
make the hat red and the coat green
cut out the dog and place it on a sofa
change the sky to sunset, also brighten her face
remove the scratches and increase the contrast a little
before cropping, remove the pole
brighter, sharper and a bit warmer
resize to 1000px wide and sharpen it
get rid of the sign then write OPEN there
make it warmer and a little darker
crop to 1:1, blur the background and add a border text "hi"
remove the dog and put a cat on the chair
boost saturation, lower highlights
straighten it and after that make it black and white
undo and then crop square
add a hat, make it red
flip horizontally and upscale 2x
give him sunglasses and blur the background
remove the car and make it brighter
crop to a square then add a title "Hi"
blur the background and brighten the face
make it black and white, then add some grain? no, a vignette
rotate left and crop to 4:3
change the shirt to red and remove the hat
undo and remove the tree instead
sharpen, denoise and upscale 2x
cut out the cat and make the background pink
fix the horizon and brighten it
take out the lamp and put in a plant
remove the text and blur the background please
make him blond and give him a beard
first black and white, then crop to 4:5, then add a border text "1950"
increase exposure by 10 and reduce noise
turn the car blue, the house yellow
undo the last edit and make it warmer
rotate 90, flip and crop square
erase the wires, sharpen the roof and warm the light
add a cat on the sofa and a dog on the rug
""",
    "none": """
order me a pizza
could you book a flight to paris
post this on my feed
the thing with the stuff
do your magic
play some jazz
save it to my phone
fix it
make it better
book me a table
make it bigger better faster idk
turn on the lights
xyzzy
set an alarm for 7
blah blah
call my mom
improve this
send this to john
make it nice
turn up the music
mow the lawn
print it
please do something
the quick brown fox
email it to my boss
""",
    "multi/background": """
turn the background transparent and put a gradient there
""",
    "upscale/transform": """
enlarge it 4x and keep the details
""",
}

KOREAN_SPOKEN = {
    "remove": """
왼쪽에 있는 쓰레기통 거슬려요 없애주세요
뒤에 지나가는 사람 안나오게 해주세요
저 간판 좀 어떻게 안 보이게 안될까요
전깃줄이 너무 지저분한데 정리해줄 수 있어?
내 손가락 나온거 지워줄래
얼굴에 잡티좀없애주세용
자동차가 없었으면 더 좋겠는데
유리에 비친 제 모습을 삭제해 주시기 바랍니다
바닥에떨어진휴지지워줘
모자 벗은 모습으로 해줘
그 사람은 빼 주시고요
옷에 묻은 얼룩 제거 가능한가요?
우산 든 아저씨 지워주심 안돼요?
날짜 찍힌거 지워주라
날짜 도장 지우고 싶어
벤치 위 가방만 삭제 ㄱㄱ
저 멀리 크레인 사라지게 할 수 있나요
눈밑 다크서클 없애죠
사진에 낙서된거 지어주세요
고양이 목줄 제거해주실수있나용
없애줘 저 표지판
지워 줄 수 있어? 뒤에 있는 차
전신주 삭제좀
뒤에 서있는 아저씨 없애주세용
사진 구석에 손가락 나온 거 안 보이게 처리해 주세요
이 줄 거슬려서 그런데 지워주실 수 있나요
옷에 먼지 떼줘
자동차번호판지워주세요
여기 있는 박스들 다 치워주면 좋겠어
벽에 금간 부분 없애주라
날파리 지워
얘만 없으면 완벽할 거 같아
간판 글자 날려주세요
머리에 새치 제거
하늘에 비행기 지나간 자국 삭제해 주세요
뒤에 사람들 지워주세요
전봇대 없애줘
얼굴에 있는 점 좀 빼줘
글자 삭제
옆에 있는 의자 안 보이게 해줄래
잡초좀 제거해주실수있나요
저 차 좀 지워봐
이 부분이 지저분해서 지우고 싶어요
손에 든 핸드폰 없애 주시겠습니까
비닐봉지 치워 줘
사진에서 그림자 지워줄래요?
창문에 붙은 스티커 떼주세요
사진에 나온 제 그림자 좀 없애주시면 안될까요?
저기 뒤에 오토바이 거슬림 지워줘
코 옆에 뾰루지 지워주라 ㅠ
벤치에 앉은 두 사람 모두 지워줘
화면에 나온 시계표시 제거 부탁드립니다
유리창 얼룩을 닦아주세요
옷 주름 없애줄 수 있나
현수막 삭제ㄱㄱ
이 사람 안 나오게 편집해줘
개똥 좀 치워줘ㅋㅋ
배경에 있는 차량 삭제 바랍니다
저 남자가 없는 사진으로 만들어줘
땅에 떨어진 낙엽 싹 치워줄래요
remove해줘 이 로고
""",
    "replace": """
강아지가 늑대였으면 좋겠어
들고 있는 게 칼 말고 꽃이면 좋겠다
자전거를 오토바이로 변신시켜줘
창밖 풍경을 바다로 바꾸고 싶어요
벽에 걸린 시계 대신 그림으로
커피잔을 와인잔으로 교체 부탁드립니다
하늘을 별이 가득한 하늘로 바까줘
나무를 야자수로 바꿔볼래?
이 의자를 왕좌로 만들어주세요
책상위노트북을화분으로바꿔주세요
사과를 배로 바꺼줘
저 못생긴 가로등을 예쁜 등불로 교체해줄래요
풀밭을 눈밭으로 바꿔주시겠습니까
운동화 대신 구두 신은 걸로 해줘
개를 호랑이로
빵이 맛없어 보이는데 케이크로 바꿔줘
수영장을 호수로 변경 부탁
바지를 청바지로 갈아입혀 주세요
이 개 대신에 고양이가 앉아 있게 해줘
책을 노트북으로 바꿔봐요
바닥을 대리석으로 하면 어떨까요
저 컵 텀블러로 바꿔주실래요
가방을 명품백으로 체인지
표정 좀 웃는 걸로 바꿔줘
흐린 하늘을 맑은 하늘로 바꿔줘
머리를 단발로 바꾸면 어때
눈 감은 거 뜨게 해줘
컵을 와인잔으로 바꿔줘
고양이를 강아지로 변경
소파 대신 침대로 해주세요
하늘을 노을 진 하늘로 바꿔주세요
신발을 부츠로 바꿔줄 수 있어?
의자를 나무로 바꿔주라
이 꽃 해바라기로 바꿔줘
모자를 왕관으로 교체해줘
커튼을 블라인드로 바꾸고 싶은데
자동차를 마차로
밋밋한 하늘 말고 오로라로 바꿔줘
할아버지 지팡이를 마법봉으로
접시에 있는 고기를 샐러드로 교체
우리집 강아지를 사자로 변신시켜주세요
문 대신 창문으로 해줄래?
청바지를 치마로 바꿔 입혀줘
커피를 주스로 바꿔주시면 감사하겠습니다
저 표지판 다른 걸로 바꿔줘 화살표로
웃는 얼굴로 바꿔줘
이 나무가 벚나무면 좋겠는데
""",
    "add": """
하늘에 열기구 하나 띄워주라
식탁이 허전한데 꽃병 하나 놔줘
할머니 머리에 꽃핀 꽂아주세요
강아지한테 목도리 둘러줘
눈이 펑펑 내리게 눈송이 추가해줄래
여기다가 나비 넣어줄수있어?
케이크 위에 촛불이 있으면 좋겠어요
벽에 액자 걸어 주세요
바다에 돛단배 한 척 그려넣어줘
안경 씌워주실래요
잔에 커피 채워줘
옆에 고양이 한마리 더 있었으면
하늘에무지개넣어줘
손에 아이스크림 쥐어줘 ㅎㅎ
창문에 커튼 달아주시면 좋겠습니다
나머지는 그대로 두고 달만 추가해줘
비둘기 몇 마리 추가요
트리에 전구 장식 해줘
아기한테 왕관 씌워 주세요
빈 접시에 파스타 담아줘
창밖에 눈사람 하나 세워줄래?
하늘이 심심한데 새 몇 마리 날려줘
목에 진주 목걸이 걸어줘
여기 귀여운 고양이 한 마리 있으면 좋겠다
책상 위에다 꽃 좀 올려놔줘
불꽃놀이 추가해주세용
강가에 오리 띄워봐
수염 붙여줘
볼에 홍조 넣어줘
하늘에 새 추가해줘
강아지한테 안경 씌워줘
책상 위에 화분 놔줘
벽에 그림 걸어주세요
눈사람 하나 만들어서 옆에 세워줘
여기에 나무 심어줘
커피 옆에 쿠키 놓아주실래요
무지개 그려줘 하늘에
고양이 머리에 리본 달아줘
사람 한 명 더 넣어줘
창문 밖에 눈 내리는 거 추가
아빠 얼굴에 콧수염 그려줘
테이블에 촛불 몇 개 놓아주세요
사진에 구름 좀 넣어주실래요?
강아지 목에 방울 달아주면 귀엽겠다
벽이 허전하니까 시계 하나 걸어줘
왼쪽 빈자리에 친구 한 명 더 넣어줘
호수에 백조 두 마리
손목에 시계 채워줘
바닥에 카펫 깔아줘
여자한테 귀걸이 해줘
하늘에 드론 하나 띄워주세요
""",
    "background": """
배경 좀 다른 걸로
배경만 살짝 날려주세요
제가 파리에 있는 것처럼 해주세요
배경을 벚꽃길로 부탁드려요
뒷배경이 너무 복잡한데 블러 처리해줘
배경색 연두로
배경화면을 사무실로 바꿔주시겠어요
배경을 단색으로 깔끔하게
우리가 해변에 서 있는 걸로 만들어줘
배경흐리게해주세요
아까 올린 사진을 배경으로 깔아줘
배경이 마음에 안들어 도시 야경으로 바꿔줘
스튜디오 배경으로
뒤를 그라데이션으로 처리해줘
배경 밤하늘로 ㄱㄱ
증명사진처럼 배경 파란색으로
배경 지저분하니까 깔끔한 흰색으로
뒤에 에펠탑 보이게 배경 바꿔줄래
스튜디오에서 찍은 것처럼 배경 처리해줘
배경을 단풍 든 산으로
뒷배경 아웃포커스
바다 앞에 서 있는 것처럼 만들어줘
배경 까맣게
배경에 그라데이션 넣어줘
인물 뒤 흐리게 해줄 수 있어?
백그라운드를 카페로 체인지
배경색 바꿔줘 하늘색으로
배경 흐리게 해줘
배경을 바다로 바꿔줘
배경 하얗게 해주세요
뒤쪽 블러 처리
배경을 우주로 해줄래
배경만 어둡게 말고 흐리게
배경 단색으로
다른 사진을 배경으로 써줘
뒷배경을 공원으로 바꾸고 싶어요
배경 회색으로 바꿔
인물사진모드처럼 뒤 날려줘
배경을 좀 더 흐리게 할 수 있을까요
뒤에를 눈밭으로 바꿔주세요
배경 제주도로
사람 뒤쪽을 도서관으로 해줘
흰 배경으로 부탁해요
배경이 너무 튀어요 좀 차분하게 흐려주세요
파리 에펠탑 앞에 있는 것처럼 바꿔줘
스튜디오 느낌 회색 배경
2번 사진을 배경으로 넣어줘
background 블러 해줘
상품 배경 원목 테이블로
""",
    "background/extract": """
뒤에 배경 없이 하얗게
""",
    "background/multi": """
인물만 또렷하게 하고 뒤는 흐릿하게
""",
    "style": """
만화처럼 해줄 수 있나요
고흐가 그린 것처럼
옛날 사진 느낌 나게 해주세요
연필로 그린 것 같이
픽셀아트로 변환
수채화 느낌 ㄱㄱ
디즈니 캐릭터처럼 바꿔줘
유화로 만들어주세용
빈티지 감성 한스푼
웹툰 그림체로 부탁드립니다
영화 포스터 느낌으로
사이버펑크 분위기 내줘
필름 카메라로 찍은것같이
레트로하게
한국 민화풍으로 바꿔 주실래요
이거 애니처럼 변환해줘
옛날 흑백영화 말고 90년대 필름 느낌
동화책 삽화같이
크레파스로 그린 듯하게
모네 그림처럼
레고로 만든 것처럼 해줘
팝아트 가능?
몽환적인 분위기로
눈 오는 겨울 느낌으로 바꿔줘
심슨 스타일로 해주세요
수채화로 바꿔줘
만화 느낌으로
유화처럼 만들어주세요
지브리 스타일로 변환해줘
연필 스케치로 해줘
빈티지 필터 적용
픽셀아트로 해줄 수 있어?
레트로 감성으로
고흐 화풍으로 부탁해요
팝아트처럼
한 폭의 수묵화처럼
만화책 한 장면같이 만들어주세요
색연필 그림으로 변환 부탁
80년대 감성
르네상스 그림처럼 바꿔줄래
흑백 느와르 느낌
3D 애니메이션 캐릭터로 만들어줘
이 사진 도트 그림으로
종이접기 스타일
겨울왕국 느낌으로 꾸며줘
""",
    "adjust": """
너무 어둡다 밝게좀
노출이 좀 과한 것 같아요 낮춰주세요
색이 바랜 것 같은데 진하게
사진이 칙칙해 화사하게 해줘
대비 10만 올려줘
채도를 확 낮춰봐
눈부시니까 밝기 좀 내려줘
얼굴이 어둡게 나왔어요
뽀샤시하게
좀 더 쨍하게
그늘진 데만 밝게
사진이 흔들려서 흐려요 선명하게
푸른 느낌이 너무 강해
노이즈가 심하네
흑백사진으로 바꿔주세요
밝기 +20
명암 -15
따뜻한 느낌으로 살짝만
피부 보정 좀 해줘 매끈하게
하늘만 더 파랗고 진하게 말고 밝게
눈이 아플 정도로 밝아요
비네팅 효과 넣어주세요
역광이라 얼굴이 안보여
색감 좀 살려줘
샤픈 좀 줘봐
밝기조절 20프로
세피아톤으로
조금 차갑게
얼굴이 너무 까매 좀 밝게
사진 톤을 좀 다운시켜줘
콘트라스트 좀 세게
형광등 때문에 푸르딩딩한데 잡아줘
전체적으로 뿌연데 선명하게
노출 한 스탑 올려줘
채도 20프로만 낮춰주세요
이 사람 얼굴 모자이크 처리
밝기 반으로
더 따뜻하게 해주면 안돼?
입자 거칠어 부드럽게
하늘 색감 진하게
빛이 너무 세다
흑백 ㄱㄱ
조금만 덜 밝게
눈동자 또렷하게
하이라이트 -20
색이 너무 튀어
밝게 해줘
조금 어둡게
대비 높여줘
채도 낮춰주세요
따뜻하게 보정
흑백으로 바꿔줘
선명하게 해주세요
노이즈 줄여줘
그림자 밝게
하이라이트 낮춰
너무 밝아요
색감을 더 진하게
사진이 너무 노래
얼굴만 밝게 해줘
비네트 효과 줘
전체적으로 화사하게
15% 밝게
차가운 느낌으로
번호판 모자이크해줘
화면이 전체적으로 어두컴컴해요
얼굴 좀 하얗게 보정해줘
색이 너무 진해 좀 빼줘
사진 선명도 올려주세요
블러 좀 줘
명도 10 낮추기
햇빛 느낌 나게 따뜻하게
밤인데 너무 밝게 나왔어
좀 더 쿨톤으로
대비를 살짝만 줄여주시겠어요
노출값 -0.5
잡음이 많아
아이 얼굴 가려줘 모자이크로
색온도 높여
채도 업
푸른빛 도는 거 없애줘
뿌연 거 없애고 싶어
생기있게
음영을 살려줘
흑백사진 느낌 말고 진짜 흑백으로
""",
    "recolour": """
치마 빨간색이면 좋겠다
차 색깔을 검정으로
머리카락 보라색으로 염색해주세요
지붕 색을 하늘색으로 바꿔줄래?
벽을 민트색으로 칠해줘
입술 좀 더 붉게
소파를 회색 톤으로 변경해 주세요
신발만 하얗게
이 가방 색 다르게 해줘
넥타이 남색으로 부탁드려요
문을파란색으로칠해줘
눈을 초록색으로
셔츠 색상 #ff0000으로
머리를 금발로 바꾸고 싶어
립스틱 색 핑크로
이 차 은색이면 어떨까
하늘을 분홍빛으로 물들여줘
벽 색깔 좀 베이지로 해주세요
눈썹 갈색으로 바꿔줘
원피스를 검은색으로 바꿔봐
풍선들 다 노란색으로
꽃잎만 보라색
우산을 빨강에서 파랑으로
장미를 파란색으로 칠해주실래요
차를 빨간색으로 바꿔줘
머리 갈색으로
벽을 하얀색으로 칠해주세요
옷 색깔 바꿔줘 파란색으로
입술을 빨갛게
가방을 검정으로 해줘
눈을 파랗게 해줄래
지붕만 초록색으로
운동화 흰색으로 바꿔주실래요
하늘 분홍색으로
이 옷 파란색이면 더 예쁠 것 같아
신발 끈을 노란색으로
자동차 색을 무광 블랙으로 바꿔주세요
커튼은 초록이 좋겠다
머리 염색해줘 빨강으로
글씨 색을 흰색으로 바꿔줘
고양이 털을 하얗게 해주세요
풍선 색 바꿔줘
립스틱을 좀 더 진한 빨강으로
벽지를 연한 분홍색으로
장미를 노랑으로
""",
    "recolour/replace": """
노란 꽃을 분홍 꽃으로
""",
    "extract": """
인물만 따줘
배경 투명하게
누끼좀
나만 빼고 다 지워
고양이만 오려내줘
제품만 남기고 배경 없애주세요
배경제거해주세요
꽃만 따로 떼어줄래
투명 png로 만들어줘
사람 빼고 전부 삭제해 주세요
신발 누끼 따주실 수 있나요?
배경 없애고 사람만
스티커로 쓰게 강아지만 잘라내줘
이거만 추출
강아지만 누끼
배경 빼고 사람만 저장하고 싶어
컵만 오려주세요
배경지우기
모델만 분리해서 투명하게
이 신발만 잘라내서 png로
글씨만 따로 추출해줄래
주인공만 남겨주세요
사람만 싹 따줘
배경 제거
누끼 따줘
사람만 남겨줘
배경 투명하게 해주세요
고양이만 오려줘
제품만 잘라내줘
컵만 빼고 다 지워줘
인물 분리해줘
아이만 오려서 투명하게
배경 날리고 제품만
글자만 남기고 지워줘
누끼 따주라
사람만 배경에서 분리해줄래요
배경을 없애주세요
png로 신발만 뽑아줘
꽃병만 딱 남게 해줘
배경 투명 처리
""",
    "transform": """
옆으로 누웠어 똑바로 세워줘
인스타용 정사각형으로
오른쪽으로 90도
좌우 바꿔줘
위쪽 좀 잘라주세요
4:5 비율로 크롭해줘
사진 크기 반으로
뒤집어줘
거꾸로 나왔는데 돌려줘
시계방향으로 한번 회전
수평이 안맞아
1080으로 사이즈 맞춰줘
얼굴 위주로 잘라줘
하늘이 너무 많아 위를 잘라줘
가로 1200 픽셀로 리사이즈
세로 사진으로 바꿔줘
거울처럼 반전시켜줘
기울어진 거 바로잡아 주세요
사진 용량 줄이게 크기 작게
정사각형
사진이 누워 있어요
반대로 뒤집어주세요
3대2로 잘라줘
픽셀 500x500으로
오른쪽 부분 좀 쳐내줘
사진이 살짝 틀어졌네 맞춰줘
180도 돌려봐
프로필 사진용으로 정사각형으로 잘라줘
거꾸로 된 것 같아 돌려줘
좌우대칭으로
사람 중심으로 크롭
크기 70%로
반시계로 90
90도 돌려줘
정사각형으로 자르기
좌우 반전
수평 맞춰줘
왼쪽으로 회전
16:9로 잘라줘
크기 50%로 줄여줘
위아래 뒤집어줘
사진이 기울었어요
가로 1000px로
거꾸로 돌려주세요
아래쪽 잘라내줘
사진을 오른쪽으로 돌려주세요
위아래가 바뀌었어 돌려줘
정방형으로 크롭
좌우로 뒤집기
지평선이 삐뚤어
양쪽 좀 잘라줘
세로 길이 1920으로
여권사진 비율로 잘라주세요
사진 좀 작게 만들어줘
얼굴 클로즈업으로 잘라줘
45도 기울여줘
반시계 방향 90도 회전
거울모드
""",
    "text": """
위에 HAPPY BIRTHDAY 라고 써줘
간판 글씨를 '휴업'으로 바꿔줘
컵에 내 이름 적어줘
"사랑해" 문구 크게
오늘 날짜 오른쪽 아래에 넣어주세요
하단에 자막 "그날의 우리" 추가
제목을 여름휴가로 달아줘
'축 졸업' 글씨 넣어 주실 수 있을까요
티셔츠에 LOVE 새겨줘
말풍선에 "배고파" 라고 적어주세요
왼쪽 위에다 흰색으로 제주도 2024 라고 써줄래
캘리그라피로 "봄날" 써줘
아래에 작게 "by 민수" 라고 넣어줘
생일 축하해 라고 적어주세요
'OPEN' 간판 글씨를 'CLOSE'로
날짜 넣어줘 2024.12.25
상단에 공지사항 글자 추가
워터마크로 내 닉네임 넣어줘
하늘에 LOVE 글자 써주라
"출발" 이라는 텍스트 가운데 배치해줘
손글씨로 고마워 써줄래
"안녕" 이라고 써줘
위에 제목 넣어줘
날짜를 적어주세요
글씨를 '완료'로 바꿔줘
하단에 "2024 여름" 글자 추가해줘
내 이름 써줘
생일축하해 문구 넣어주세요
간판에 OPEN이라고 써줘
가운데에 크게 '합격' 적어줘
칠판에 "방과 후" 라고 써 있게 해줘
로고 밑에 since 1999 문구 추가
현수막 글씨 "환영합니다"로 바꿔줘
사진 위에 글자 넣고 싶어 "여름밤"
인스타 아이디 @hello_kim 넣어줘
책 제목을 '어린 왕자'로
케이크에 축하해라고 써줘
날짜 스탬프 찍어줘
""",
    "generate": """
우주를 여행하는 고양이 그림 그려줘
새로운 이미지 하나 만들어줘 눈 내리는 마을
로고 세 개만 뽑아줘
용이 나오는 일러스트 생성 부탁드려요
아무 사진 없이 처음부터 숲속 오두막 그려줘
귀여운 강아지 캐릭터 디자인해 주세요
미래 도시 사진 만들어줄래
꽃밭을 걷는 소녀 그려주세요
시안 4개 뽑아줘
해질녘 바다 이미지 생성
커피숍 로고 만들어줘
로봇이 요리하는 장면 그려볼래?
배경화면으로 쓸 벚꽃 그림 그려줘
사진 말고 새로 토끼 한 마리 그려줘
눈 덮인 산 그림 하나 만들어줘
강아지랑 고양이가 노는 사진 생성해줘
카페 로고 그려주세요
유니콘 타는 아이 일러스트로 그려줘
공룡 캐릭터 세 개 만들어봐
새로운 그림 그려줘 바닷속 도시
웹툰 주인공 한 명 그려줘
포스터 시안 두 개 만들어줄 수 있어?
해바라기 한 송이 그림 생성
용 그려줘
바다 그림 생성해줘
강아지 사진 만들어줘
로고 하나 만들어주세요
우주선 이미지 그려줘
고양이 세 장 그려줘
숲 속의 집을 그려줄래
캐릭터 디자인해줘
빈 화면에서 시작해서 정글 그려줘
책 읽는 여우 일러스트 만들어줘
사이버펑크 도시 이미지 생성
결혼 청첩장 디자인해줘
무지개 유니콘 그려줄 수 있나요
다른 버전 세 개 만들어줘
새 사진: 해변의 피아노
고양이 카페 포스터 만들어주세요
아기 공룡 그림 부탁해
피카츄 닮은 캐릭터 그려봐
""",
    "expand": """
발이 잘렸어 아래쪽 더 그려줘
양옆으로 넓혀줘
위에 여백 더 만들어줘
가로로 길게 늘려주세요
바깥까지 이어서 그려줘
하늘을 더 보이게 위로 확장
16:9로 늘려줘 빈 곳은 채우고
화면 좀 더 넓게 보여줘
캔버스를 오른쪽으로 키워줘
주변 풍경 더 나오게 해줘
머리가 잘렸으니까 위로 늘려줘
사방으로 확장해주실래요
옆이 답답한데 공간 좀 넓혀줘
옆으로 더 넓게 해줘
위아래로 좀 늘려줘 배경 자연스럽게
잘린 머리 부분 채워줘
더 멀리서 찍은 것처럼 넓게
오른쪽에 공간 만들어줘
바닥 더 나오게
와이드하게 확장
하늘 쪽으로 연장해줘
세로로 길게 캔버스 늘려줘
왼쪽으로 늘려줘
위쪽 여백 추가
사진을 더 넓게
줌아웃
양옆 확장해줘
하늘을 더 늘려줘
아래쪽으로 이어서 그려줘
16:9로 확장
머리 위 공간 좀 더 줘
사진 밖에 있는 풍경도 보이게 넓혀줘
아래로 20% 늘려줘
캔버스 넓히기
바다를 오른쪽으로 더 이어줘
좌우로 더 늘려서 배너로 쓰게
다리까지 나오게 확장
배경을 양옆으로 연장
여백 추가
""",
    "upscale": """
화질 개선
4K로 만들어줘
고화질로 바꿔주세요
해상도 두배로 높여줘
업스케일 4배
인쇄할거라 해상도 올려줘
픽셀 깨져요 고해상도로
화질이 안좋은데 좋게 해줘
선명하게 확대해줘
초고화질로 변환
사진이 너무 작아서 깨져요 키워주세요 화질 좋게
해상도 높이기
2배 업스케일링 해줘
더 고화질로 안될까
흐린 화질 복원해줘
인쇄용으로 고해상도 만들어줘
8k로
화질 높여줘
4배로 업스케일
해상도 올려주세요
고화질로
4K로 변환해줘
화질이 안 좋아요
더 선명하고 크게 업스케일
화질 업
저해상도라 고화질로 바꿔야 해요
사진 화질 복원
크게 뽑을 건데 해상도 높여줘
2배 확대 화질 유지
픽셀이 다 보여 화질 개선해줘
해상도 4배
더 또렷한 고해상도로
""",
    "question": """
여기 어디야?
강아지 품종이 뭐예요
사진에 사람이 몇 명 있어?
저 건물 이름 아는 사람?
표지판에 뭐라고 적혀 있나요
이 사진 언제 찍은 거야
웃고 있는거 맞아?
두 사진의 다른점이 뭐야
아까 뭐 바꿨어?
지금까지 뭐 했는지 알려줘
이 사진 설명해줘
무슨 색인지 말해줘
누가 더 커 보여?
파일 크기가 얼마나 돼요
이거 진짜 사진임?
저기 고양이 있어?
빨간 차가 더 앞에 있나요
왜 이렇게 어두워 보이지?
첫번째 버전이랑 비교해줘
이 꽃 이름이 궁금해요
몇 살로 보여
무슨 계절 같아?
배경 흐려져 있는거야?
이 사람 뭐 들고 있어?
사진 속 시간은 몇 시쯤일까
여기 나온 음식 이름 알려줘
두 번째 사진이 더 밝아?
이거 누구 그림이야
강아지 몇 마리 보여?
배경에 보이는 산 이름이 뭐지
글씨 뭐라고 쓰여있는지 읽어줄래
왜 색이 달라졌어?
아까 한 보정이 뭐였지
이 차 무슨 모델인지 알아?
지금 몇 번째 버전이야
사진 크기가 몇 픽셀이야?
저 사람 화난 것 같아?
이 장면 어떤 상황인지 설명해 주시겠어요
어느 쪽이 원본이야
이게 뭐야?
여기 어디예요
몇 명이 있어?
이 사람 누구야
뭐라고 써있어?
언제 찍었어?
이 꽃 이름이 뭐야
무슨 색이야
두 사진 차이가 뭐야
사진 설명해줘
고양이가 있나요?
파일 크기 알려줘
지금까지 뭘 바꿨지
저 차 종류가 뭔가요
이 노래 가사 같은 글씨 뭐라고 읽어?
사진에서 제일 눈에 띄는 게 뭐야
이 건물 몇 층이야?
저 꽃 장미 맞지?
내 표정 이상해?
어느 사진이 더 잘 나왔어
여기가 유럽인가요
아까랑 뭐가 달라?
이 사진의 분위기를 말해줘
사람들이 뭐하고 있어
카메라 기종이 뭐예요
색이 몇 가지나 쓰였어?
강아지가 웃는 것 같지 않아?
지금 이게 원본이야?
이 사진 비율이 어떻게 돼
몇 번 수정했어
두 버전 중 뭐가 더 밝지
""",
    "recommend": """
이 램프 어디서 사?
이 바지에 뭐 입으면 예쁠까
내 카탈로그에서 이거랑 비슷한 거 찾아줘
카탈로그에 빨간 소파 있나 찾아봐
빨간 문 있던 거 찾아줘
차 지운 버전 보여줘
이 방에 어울리는 커튼 색 골라줘
비슷한 옷 파는데 알려줘
사진 더 예쁘게 할 방법 추천 좀
어떤 액자가 좋을까요
이거랑 비슷한 사진 있어?
이 신발 브랜드 어디서 구매해요
캡션 아이디어 추천해줘
보정 어떻게 하면 좋을지 조언해줘
요즘 유행하는 필터 추천
이런 의자 어디서 팔아요?
거실에 어떤 러그가 좋을지 추천해줘
내 사진 중에 이거랑 비슷한 거 있어?
얼굴형에 맞는 안경 추천 좀
이 사진에 어울리는 음악 추천해줘
파란 대문 나온 버전 찾아줘
어떻게 보정하면 감성있을까
이 옷 브랜드 어디 거야 사고싶어
제목 뭐가 좋을까
이거 어디서 사요?
필터 추천해줘
어울리는 색 추천
비슷한 사진 찾아줘
카탈로그에서 비슷한 거 찾아줘
이 옷에 어울리는 가방 알려줘
빨간 문 나온 사진 찾아줘
이런 스타일 의자 어디서 살 수 있나요
뭐를 고치면 더 예쁠까
이 방에는 어떤 커튼이 어울려?
비슷한 가방 카탈로그에 있어?
이 그릇 파는 곳 알아?
색 조합 추천 부탁
파란 벽이던 버전 찾아줄래
사진 제목 좀 추천해줄래?
내 앨범에서 바다 사진 찾아줘
어떤 폰트가 좋을까
선물로 뭐가 좋을까 이 사진 보고 골라줘
이 목걸이 사고 싶은데 링크 있어?
""",
    "history": """
아니 취소해
방금 거 되돌려줘
이전이 더 나았어
원본 보여줘
처음부터 다시
두단계 뒤로
되돌린거 다시 적용해줘
3번 버전으로 가자
그냥 원래대로
잘못했어 무르기
아까가 더 나은데
실행취소
모자 씌우기 전으로 돌아가
마지막 수정 취소해주세요
전단계로
다시 살려줘 방금 지운 거
초기화
한번만 더 뒤로
버전2로 돌려주세요
전에 했던 걸로 돌려줘
원상복구 부탁드립니다
지우기 전 상태로
앗 아니야 되돌려
두번째 걸로 돌아가자
방금 한 거 취소
원본으로 돌아가줘
한 단계 앞으로
아까 그 버전으로
바꾸기 전으로 돌려주세요
다 취소하고 처음으로
실행 취소 두 번
그거 말고 이전 거로
직전 상태로 복원
마음에 안들어 다시 되돌려줘
첫 버전 보여줘
취소
되돌려줘
원본으로
다시 실행
두 번 되돌려
버전 3으로 가줘
처음으로 돌아가
방금 거 취소해줘
전으로 돌려줘
이전 버전으로
고양이 지우기 전으로 돌려줘
이전게 더 좋았어
첫 번째 버전으로 돌아가줘
방금 건 취소할게
한 번 더 취소
맨 처음 사진으로
1번 버전 보여줘
다시 앞으로
모자 쓰기 전으로 가줘
그냥 취소해주세요
이전 단계로 돌아가줘
지운 거 다시 살려줘
수정하기 전 사진으로 돌려놔
복구해줘
마지막 작업만 취소
세 번째 거로 다시
""",
    "chat": """
ㅎㅇ
반갑습니다
고마워용
넌 뭐 할 줄 알아?
이거 어떻게 쓰는 거야
도와줘
너 이름이 뭐니
잘했어 최고야
오 예쁘다
굿
감사합니다 수고하세요
사용법 알려주세요
대박 마음에 들어
안녕히 계세요
처음인데 뭐부터 하면 돼요?
너 사람이야?
심심해
하이하이
ㄱㅅㄱㅅ
너는 무슨 일을 해?
오 대박
오늘 날씨 어때
안녕 반가워
뭘 도와줄 수 있니
ㅋㅋㅋ 웃기다
굿굿
너 한국어 잘하네
이 앱 뭐하는 거야
수고했어 잘자
안녕하세요
고마워
뭐 할 수 있어?
어떻게 사용해?
잘했어
넌 누구야
도움말
최고예요
ㅋㅋㅋㅋ
수고했어요
안뇽
ㅇㅋ 고마워
너는 뭘 할 수 있니
이거 무료야?
완전 맘에 들어요
잘 부탁해
굿모닝
하하 재밌네
사용 방법 좀 알려줄래
누구세요
오케이 됐어
반가워요
땡큐
""",
    "multi": """
밝게 하고 정사각형으로 잘라줘
사람 지우고 배경 흐리게
왼쪽으로 돌리고 대비 올려줘
흑백으로 바꾸고 비네팅 넣어줘
모자는 빨갛게 코트는 파랗게
방금 거 취소하고 밝게 해줘
차 지운 다음에 하늘을 노을로 바꿔줘
4배 업스케일하고 노이즈 제거해줘
먼저 수평 맞추고 그다음 1:1로 크롭
글씨 지우고 '세일' 이라고 써줘
강아지 오려서 소파 위에 올려줘
얼굴 밝게, 배경은 어둡게, 전체적으로 따뜻하게
지저분한 거 지우고 선명하게 해주고 좌우반전
눈은 파란색, 머리는 은색으로
크롭한 뒤 화질 올려주세요
얼룩 지우고 밝기 10 올려줘
배경 흐리게 하고 인물은 선명하게
1:1로 자르고 만화풍으로
하늘 파랗게, 잔디 초록색으로
좌우반전 후 흑백
노이즈 없애고 4K로
모자 씌우고 안경 벗겨줘
90도 돌려서 정사각형으로 잘라줘
원본으로 돌린 다음 다시 밝게
글씨 지운 다음에 그 자리에 꽃 그려줘
차 빨간색으로 바꾸고 번호판 지워줘
고양이 지우고 밝게 해줘
배경 흐리게 하고 정사각형으로 잘라줘
왼쪽으로 돌리고 흑백으로
대비 올리고 채도 낮춰
차 빨간색으로 바꾸고 사람 지워줘
글씨 지우고 배경 하얗게
취소하고 어둡게 해줘
선명하게 한 다음 4배 업스케일
모자 씌우고 배경 바다로 바꿔줘
사람 지운 다음 배경 흐리게 해줘
밝기 올리고 채도는 내려줘
자르고 회전하고 밝게
안경 빼고 모자 씌워줘
눈은 파랗게 하고 입술은 빨갛게
누끼 따서 바다 배경에 합성해줘
수평 맞추고 1:1로 자른 뒤 제목 "봄" 넣어줘
취소하고 대신 흑백으로 해줘
잡티 지우고 피부 뽀얗게
간판 지우고 그 자리에 꽃 넣어줘
노이즈 제거하고 선명하게 그리고 2배로 키워줘
""",
    "none": """
피자 시켜줘
비행기표 예매해줘
음
ㅁㄴㅇㄹ
인스타에 올려줘
그거 있잖아 그거
알아서 잘
노래 틀어줘
갤러리에 저장해줘
예쁘게 좀
불 꺼줘
내일 날씨 예보 틀어줘
ㅇㅅㅇ
택시 불러줘
ㅁㄴㅇ
치킨 시켜줘
카톡으로 보내줘
멋지게 해줘
음악 틀어
엄마한테 전화해줘
에어컨 켜줘
사진 프린트해줘
예쁘게 해주세요
ㅁㅁ
""",
    "add/text": """
머리 위에 말풍선 달아줘
""",
}
