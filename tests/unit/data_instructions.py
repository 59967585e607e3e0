"""Labelled instructions of our own: one per line, under the op that is meant.

`multi` is several steps, `none` is what the planner must ask back about. Of each block every
third line of KOREAN and ENGLISH is held out: the rules were tuned on the others only, and on
all of `data_spoken`.
"""

from tests.unit.data_spoken import ENGLISH_SPOKEN, KOREAN_SPOKEN

KOREAN = {
    "remove": """
이거 지워줘
고양이 지워줘
저 사람 좀 없애 주시겠어요?
이거지워줘
뒤에 있는 자동차를 삭제해 주세요
전봇대 제거
안경 벗겨줘
글자 지워줘
여기 얼룩 좀 빼줄래?
사진에서 쓰레기통을 제거해줘
저거 없앨 수 있어?
왼쪽에 서 있는 남자 지워 주세요
하늘에 있는 전선들 싹 지워줘
얼굴에 점 없애줘
워터마크 없애주세요
이 부분을 깨끗하게 지워줬으면 좋겠어
강아지가 안 보이게 해줘
배경에 있는 사람들을 없애줘
선택한 곳 지워
벽에 낙서 좀 지워 주실 수 있나요
여드름 제거 부탁해
테이블 위 컵을 치워줘
그림자 좀 없애줘
나무는 없었으면 좋겠어
간판을 사라지게 해줘
자동차 없에줘
모자쓴 사람 지워주세요
""",
    "replace": """
컵을 꽃병으로 바꿔줘
강아지를 고양이로 바꿔 주세요
이걸 사과로 바꿔줘
하늘을 노을로 교체해줘
의자를 소파로 대체해줘
커피 대신 녹차로 바꿔줘
저 자동차를 자전거로 변경해 주세요
사람을 로봇으로 바꿔줄래
모자를 왕관으로 바꿔
이 옷을 한복으로 바꿔 주세요
티셔츠를 정장으로 갈아입혀줘
꽃을 빨간 장미로 바꿔줘
구름 낀 하늘을 맑은 하늘로 바꿔줘
이거 케이크로 교체 부탁드려요
운동화를 파란 구두로 바꿔줘
""",
    "add": """
모자 씌워줘
하늘에 무지개 추가해줘
고양이한테 선글라스 씌워줘
테이블 위에 꽃병을 놓아줘
여기에 나비 한 마리 넣어줘
선글라스 추가
풍선 몇 개 넣어 주세요
강아지 옆에 공을 하나 그려줘
하늘에 새 떼를 넣어줄래?
옷에 단추를 달아줘
배경에 나무 몇 그루 추가해 주세요
머리 위에 왕관을 올려줘
케이크에 촛불을 꽂아줘
여기 벤치 하나 놔줘
수염 그려줘 얼굴에
목에 스카프를 둘러줘
바다에 배를 띄워줘
이 사람에게 목걸이를 걸어줘
""",
    "background": """
배경을 흐리게 해줘
배경을 파란색으로 바꿔줘
배경 흐리게
배경을 해변으로 바꿔 주세요
뒷배경을 하얗게 해줘
배경을 두 번째 사진으로 바꿔줘
배경만 흐리게
아웃포커싱 해줘
배경을 눈 덮인 산으로 교체해줘
배경색을 회색으로 해주세요
배경 좀 흰색으로 바꿔주세요
배경블러 처리해줘
인물 사진처럼 배경을 뿌옇게 해줄래
도시 야경을 배경으로 넣어줘
배경을 내가 올린 다른 사진으로 해줘
배경 바꿔줘
단색 배경으로 바꿔줘 검은색으로
배경을 우주로 해줘
배경을 분홍색으로 칠해줘
벚꽃 배경으로 바꿔줘
배경을 더 흐릿하게 만들어 주세요
""",
    "style": """
수채화처럼 만들어줘
만화처럼 바꿔줘
지브리풍으로 해줘
연필 스케치로 바꿔 주세요
유화 느낌으로 바꿔줘
고흐 스타일로 그려줘
픽셀아트로 변환해줘
빈티지 필름 느낌 나게 해줘
애니메이션 스타일로
겨울처럼 보이게 해줘
사이버펑크 분위기로 바꿔줘
누아르 영화 느낌으로 해주세요
팝아트 포스터처럼
밤처럼 만들어줘
동화책 그림 같은 느낌으로 바꿔줘
디즈니풍으로 변신시켜줘
이 사진 스케치로 바꿔줘
배경을 수채화처럼 해줘
도트 그래픽으로 바꿔 주세요
낮을 밤으로 바꿔줘
카툰 효과 넣어줘
""",
    "adjust": """
조금 더 밝게 해줘
밝게
밝기 20% 올려줘
채도를 30 낮춰
흑백으로 바꿔줘
어둡게 해주세요
대비를 높여줘
더 선명하게
노이즈 제거해줘
따뜻하게 해줘
하늘을 더 밝게 해줘
색감을 좀 더 진하게 해주세요
세피아 톤으로
색 반전시켜줘
어두운 부분 밝게 해줘
하이라이트 줄여줘
비네팅 추가해줘
배경만 밝게
너무 어두워요
밝기를 훨씬 높여줘
사진을 차갑게 보정해줘
이 부분만 어둡게 해 줄래?
얼굴을 살짝 밝게 해줘
흐리게 해줘
콘트라스트 10 증가
노출 좀 올려줘
색온도 낮춰줘
쨍하게 해줘
그림자를 밝게
사진이 너무 밝은데 좀 낮춰줘
배경을 흑백으로 해줘
블러 처리해줘 이 부분
부드럽게 해줘
""",
    "recolour": """
자동차를 빨간색으로 바꿔줘
이거 파란색으로
머리를 금발로 염색해줘
치마를 노랗게 해줘
빨간 차를 파란색으로 바꿔 주세요
색을 바꿔줘
셔츠 색깔을 초록으로 변경해줘
벽을 하얗게 칠해줘
문을 갈색으로 칠해 주실래요
저 꽃 보라색으로 바꿔
눈동자를 푸른색으로
소파를 베이지색으로 바꾸고 싶어
이 부분을 #ff8800 색으로 바꿔줘
머리카락을 까맣게 해줘
하늘을 더 파랗게 해줘
""",
    "extract": """
배경 지워줘
누끼 따줘
배경 제거해줘
사람만 남기고 다 지워줘
배경을 투명하게 해줘
인물만 오려줘
나만 남기고 지워줘
이것만 따로 분리해줘
강아지만 잘라내줘
배경없애줘
고양이 누끼 따 주세요
사람 빼고 다 지워줘
배경 삭제 부탁드립니다
제품만 추출해 주세요
이거 오려내기
투명 배경 png로 만들어줘
""",
    "transform": """
왼쪽으로 90도 돌려줘
좌우 반전
정사각형으로 잘라줘
16:9로 크롭해줘
사진을 거꾸로 해줘
수평 맞춰줘
가로 800픽셀로 줄여줘
크기를 절반으로 줄여줘
상하로 뒤집어줘
세로로 9:16 잘라줘
오른쪽으로 회전
두 배로 키워줘
시계방향으로 45도 회전시켜 주세요
1024x768로 리사이즈
기울어진 사진 똑바로 세워줘
여기만 잘라줘
자르기
4대3 비율로 잘라 주세요
180도 돌려
사이즈 50%로 줄여줘
거울처럼 뒤집어줘
""",
    "text": """
'안녕'이라고 써줘
"생일 축하해" 글자 넣어줘
아래쪽에 제주도 여행이라고 적어줘
위에 'SALE' 문구 추가해 주세요
텍스트 넣어줘
사진 밑에 날짜를 글씨로 써줘
자막으로 "다음 이 시간에" 달아줘
제목을 우리 가족으로 넣어줘 글씨로
사랑해라고 써 주세요
글자 추가해줘
""",
    "generate": """
고양이 그려줘
로고 만들어줘
우주를 나는 고래 이미지를 생성해줘
강아지 그림 네 장 그려줘
귀여운 캐릭터 디자인해줘
산속 오두막 그림 하나 만들어 주세요
이 사진 변형 세 개 만들어줘
바다 위 노을 사진 생성
용을 그려 주실래요?
새 이미지 3장 뽑아줘
포스터 만들어줘
다른 버전 두 개 만들어줘
""",
    "expand": """
여백을 늘려줘
사진을 넓혀줘
왼쪽으로 확장해줘
사진을 옆으로 더 늘려줘
위쪽을 더 넓게 해줘
아래로 이미지를 확장해 주세요
배경을 오른쪽으로 연장해줘
아웃페인팅 해줘
캔버스를 16:9로 늘려줘
사진 바깥을 채워줘
양옆으로 여백 추가해줘
줌아웃 해줘
""",
    "upscale": """
화질 높여줘
해상도 올려줘
선명하게 키워줘
고화질로 바꿔줘
업스케일 4배
화질 개선해 주세요
해상도를 두 배로 높여줘
4k로 만들어줘
사진 화질 좀 좋게 해줘
저화질인데 고해상도로 변환해줘
""",
    "question": """
이 사진에 뭐가 있어?
두 사진의 공통점은?
몇 시에 찍었어?
이 사진 설명해줘
여기가 어디야?
사람이 몇 명이야?
이 꽃 이름이 뭐야?
사진 크기가 얼마야?
이 두 사진 비교해줘
무슨 색이야 이거?
이거 강아지야 고양이야?
사진에 글자가 뭐라고 써 있어?
원본이랑 뭐가 달라졌어?
누가 나온 사진인지 알려줘
왼쪽 사람이 들고 있는 게 뭔가요
이 사진 분위기 어때?
배경에 산이 있나요?
어떤 카메라로 찍었는지 알려 주세요
""",
    "recommend": """
이런 스타일 추천해줘
이 옷 어디서 살 수 있어?
비슷한 가구 추천해 주세요
이 사진에 어울리는 신발 추천
어디서 파는지 알려줘
이거랑 비슷한 제품 찾아줘
이 방에 어울리는 조명은 뭐가 있을까?
코디 추천 부탁해
이런 분위기의 카페 추천해줄래
내 카탈로그에서 비슷한 거 찾아줘
""",
    "history": """
되돌려줘
취소
실행 취소
방금 거 취소해줘
원본으로
처음으로 돌아가
두 번째 버전으로 가줘
버전 2로 돌아가
두 번 취소해줘
세 단계 전으로
고양이 지우기 전으로 돌려줘
다시 실행
이전으로 돌아가 주세요
원본으로 되돌려줘
아까 상태로 돌려놔
첫 번째 버전 보여줘
배경 바꾸기 전 상태로
이전 버전으로
방금 한 거 되돌리기
취소한 거 다시 적용해줘
원래대로 해줘
3번 버전으로 이동
마지막 편집 취소
흑백으로 만들기 전으로 가줘
""",
    "chat": """
안녕
안녕하세요
고마워
감사합니다!
뭐 할 수 있어?
도움말
너는 누구야?
사용법 알려줘
고마워요 잘했어
어떻게 사용해?
반가워요
무슨 기능이 있어?
마음에 들어
오늘 기분 어때?
수고했어
ㅎㅇ
도와줘
할 수 있는 게 뭐야
""",
    "multi": """
이거 지우고 배경 흐리게 해줘
밝게 하고 대비도 높여줘
자동차 지우고 겨울처럼 바꿔줘
강아지와 고양이를 지워줘
흑백으로 바꾼 다음 왼쪽으로 90도 돌려줘
먼저 배경을 지우고 그다음에 그림자 추가해줘
정사각형으로 자르고 채도 올려줘
사람 지워줘. 그리고 하늘을 파랗게 해줘
밝기랑 대비 올려줘
누끼 따서 배경을 해변으로 바꿔줘
글자를 지우고 나서 화질을 높여줘
컵을 치우고, 꽃병을 놓고, 전체를 따뜻하게 해줘
좌우 반전하고 수채화처럼 만들어줘
밝고 선명하게 해줘
이거 지운 후에 여백을 늘려줘
모자를 빨간색으로 바꾸고 안경은 벗겨줘
""",
    "none": """
예쁘게 해줘
멋지게 바꿔줘
알아서 잘 해줘
ㅁㄴㅇㄹ
피자 두 판 배달해줘
보정해줘
음악 틀어줘
비행기표 예약해줘
""",
}

ENGLISH = {
    "remove": """
remove this
Remove the cat
can you delete the car in the background?
get rid of the trash can please
erase it
take out the person on the left
please remove the power lines from the sky
take off her glasses
remove text
could you clean up the stain here
make the dog disappear
I don't want the sign in the photo
delete the watermark
remvoe this person
wipe out the graffiti on the wall
hide the people behind her
remove the shadow
clear the cables off the desk
I'd like you to get the lamp out of the picture
lose the hat
would you mind erasing the tourists?
the tree should be gone
take the cup away
remove acne
this thing needs to go
no more wires please
""",
    "replace": """
replace the cup with a vase
change the dog into a cat
swap the sky for a sunset
turn the car into a bicycle
replace this with an apple
substitute tea for the coffee
change his t-shirt to a suit
make the chair a sofa
turn it into a pumpkin
can you swap this hat with a crown?
replace sky with stars
change the apple to a red pear
switch the shoes to black boots
turn the man into a robot
I want a vase instead of the cup
""",
    "add": """
add a hat
put a hat on him
add a rainbow to the sky
draw a moustache on his face
give her sunglasses
insert a boat in the lake
place a vase on the table
put some flowers here
add two birds
can you add snow on the roof
draw a hat on the cat
I'd like a dog next to the man
give the cat a bow tie
let's add some clouds
put a crown on her head please
add more trees in the background
stick a logo on the shirt
include a moon in the sky
""",
    "background": """
blur the background
make the background blue
change the background to a beach
use my other photo as the background
white background please
blur out the backdrop a little
replace the background with a city at night
set the background colour to grey
put him on a beach
portrait mode
change background
background bokeh
swap the background for the second photo
make the backdrop black
put the dog in front of the eiffel tower
I want a mountain background
give it a plain white background
make the background more blurry
new background: a forest
turn the background pink
""",
    "style": """
make it look like a watercolor
in the style of Van Gogh
turn this into a cartoon
pencil sketch
make it look like winter
oil painting style
convert to pixel art
give it a vintage film look
ghibli style
turn the photo into an anime drawing
make it noir
pop art poster
make it look like a painting
cyberpunk vibe please
turn day into night
make the background look like a watercolour
apply a comic book effect
cartoonify this
could you make it snowy
paint it like Monet
make it look like an old polaroid
""",
    "adjust": """
20% brighter
make it brighter
a bit darker
increase the contrast
more contrast
make it black and white
reduce the saturation by 30
sharpen the image
warmer
cool it down a little
brighten the shadows
reduce highlights
add a vignette
remove the noise
sepia tone
invert the colours
make the sky brighter
it's too dark
brightness +15
much more vivid colors please
desaturate
turn down the brightness
make the background darker
convert to grayscale
blur this
lower the exposure slightly
make this part lighter
denoise
turn up the contrast
make it less saturated
bring up the shadows
less yellow
soften her skin
raise the temperature
""",
    "recolour": """
make the car red
paint the wall blue
change the color of her dress to green
turn the shirt yellow
dye her hair pink
make this purple
recolor the sofa
change the red car to blue
I want the door to be white
make the sky more blue
colour it orange
can the hat be black?
change this to #ff8800
her lipstick should be dark red
make the eyes green please
""",
    "extract": """
remove the background
cut out the dog
make the background transparent
keep only the person
remove everything except the car
isolate the subject
everything but the person
extract the product
delete the background please
cutout
get rid of the background
cut her out
transparent background
just keep the cat and delete the rest
knock out the background
erase everything around the bottle
""",
    "transform": """
rotate 90 degrees left
crop to 16:9
make it square
flip horizontally
resize to 800 px wide
half the size
straighten the horizon
turn it upside down
mirror the image
rotate clockwise
crop to this
scale it down by 50%
make it twice as big
flip it vertically
crop 4:3
resize to 1024x768
turn it 45 degrees to the right
level the photo
shrink to 50%
portrait crop 9:16
crop tighter
""",
    "text": """
write HELLO on it
add the text "Happy Birthday" at the bottom
put the words 'Summer Sale' at the top
caption it with "My cat"
add text
type Welcome on the sign
write "I love you" in red
add a title that says Holiday 2024
make the sign say OPEN
put my name on it in big letters
""",
    "generate": """
draw a cat
generate an image of a castle
create a logo
make 3 variants
give me four versions of this
draw me a whale flying through space
create a picture of a sunset over the sea
generate two cute characters
paint a landscape
make a poster for a concert
imagine a robot in a garden
I want a picture of a dragon
""",
    "expand": """
extend the picture to the left
expand the image
outpaint to 16:9
zoom out
add more space at the top
widen the photo
uncrop this
extend the canvas on both sides
make the picture wider
continue the scene to the right
expand downwards
add some margin around it
""",
    "upscale": """
upscale 2x
improve the resolution
make it higher resolution
enhance the quality
upscale
super resolution
make it 4k
increase the resolution to 4x
can you make this HD
better quality please
""",
    "question": """
what is in this photo?
how many people are there?
where was this taken?
describe the image
what do the two photos have in common?
is there a dog in the picture?
what color is her dress?
which photo is sharper?
when was it taken?
what changed since the first version?
tell me what the sign says
who is the man on the left?
compare these two pictures
does this look like a cat to you?
what size is it
can you tell me what breed this is?
read the text on the sign
why is it so dark?
""",
    "recommend": """
recommend clothes like this
where can I buy this jacket?
suggest a similar sofa
find me shoes that go with this
what should I wear with this?
any recommendations for a lamp in this room?
find something like this in my catalogue
where do they sell this?
what would look good with these shoes?
shop for a similar bag
""",
    "history": """
undo
undo that
redo
go back
version 2
the third one
back to the original
start over
undo twice
go back to before I removed the cat
revert to the second version
reset
restore the original
undo the last two steps
go to version 3
take that back
show me the first version
previous version
go back three steps
put it back the way it was
cancel the last edit
return to v1
before you changed the background
undo everything
""",
    "chat": """
hi
hello there
thanks
thank you so much!
what can you do?
help
who are you?
good morning
looks great
how does this work?
I love it
hey
how are you?
tell me a joke
bye
how do I use this
what are you able to do
nice work
""",
    "multi": """
remove the car and make it look like winter
brighten it and increase contrast
remove the dog and the cat
crop to square, then make it black and white
first remove the background, then add a shadow
make it brighter and warmer
erase this and blur the background
rotate left and flip horizontally
remove the sign. Then make the sky blue.
increase brightness and contrast
cut out the man and put him on a beach
replace the cup with a vase and make the wall white
sharpen it, boost the saturation and add a vignette
undo that and make it darker instead
upscale 2x after removing the noise
delete the bike, the bin and the bench
""",
    "none": """
make it better
asdfgh
order me a pizza
improve it
fix it
play some music
book a flight to Paris
do something cool
""",
}

# Written afterwards, to find what the rules had missed: for tuning only. "a/b": both are right.
KOREAN_MORE = {
    "remove": """
가운데 있는 사람을 빼주세요
하늘에 떠있는 비행기 지우고 싶어
얼굴에 묻은 거 지워줘
유모차 치워봐
셀카봉 지워주삼
이거 없이 해줘
저 빨간 간판 없애주시면 감사하겠습니다
고양이지워줘
뒤에 사람들 없애줄 수 있나요?
이 자국 없애주라
창문에 비친 반사 제거해 주세요
전선이 거슬려요 지워주세요
강아지 목줄 빼줘
사진 속 자동차만 지워줘
옆에 있는 애 지워줄래
핸드폰 없애
도로 위 차들 전부 삭제
눈 밑 다크서클 제거해줘
머리 위에 있는 새 좀 지워주겠니
저기 있는 빨간 차 좀 지워줄 수 있을까요?
얘 좀 없애줘
여기 글씨 지워 줘요
뒤쪽 사람들 안 보이게 처리해줘
유리창 얼룩 닦아줘
강아지 뒤에 있는 공 삭제 바랍니다
셔츠에 로고 제거
이마 주름 없애줘
사진에 나온 손가락 지워주세요
바닥에 떨어진 쓰레기 치워 줄래?
흉터 없애 주실래요
선택 영역 삭제
그 사람 빼고 싶어
간판 글씨 좀 지워줄래
왼쪽 구석에 있는 우산 없애줘
저기 서있는 아저씨 지워줄래요?
이 물건 치워주세요
사진 속 모르는 사람 좀 지워줘
치아에 낀 고춧가루 제거
비행기 구름 지워줘
이 흠집 없애고 싶은데
배경 속 간판 제거해줄 수 있니
요거 지우자
""",
    "adjust": """
이 부분을 모자이크로 가려주세요
눈만 선명하게 해줘
더 또렷하게 해주세요
흑백
따뜻하게
노출 -15
색을 좀 더 살려줘
채도 높이고 싶어
사진이 좀 어두운 것 같아 밝게 해줄래
빛을 좀 더 넣어줘
사진 좀 밝게 해줄래?
전체적으로 톤을 따뜻하게 해 주세요
밝기 -20
채도 조금만 낮춰줘
사진이 칙칙해
선명도 올려
얼굴만 뽀샤시하게 해줘
대비 30퍼센트 높여줘
좀더밝게해줘
모자이크 처리해줘
역광이라 얼굴이 어두워
눈부시게 밝은데 낮춰줘
노출을 -10으로
사진 톤을 시원하게
번호판 모자이크 해줘
전체 사진을 흑백으로 변환
색감을 풍부하게 해줘
피부를 매끄럽게 해줘
화면을 조금 더 어둡게 부탁드려요
밝게해주세요
쪼끔만 더 밝게
색이 너무 진해
더 따뜻한 느낌으로
따뜻한 색감으로 바꿔줘
채도 올려
대비 세게
이 부분 흐리게
얼굴 모자이크
살짝만 선명하게 해줘
흑백사진으로 만들어줘
흑백 처리 부탁
하늘만 더 선명하게 해줘
좀 더 화사하게
어둡게 만들어
밝기 최대로
노출값을 20 올려주세요
사람 얼굴을 밝게 보정해줘
노란기 좀 빼줘
색 온도를 따뜻하게
명암을 더 강하게
그림자 부분을 밝게 해줘
자글자글한 노이즈 없애줘
색상 반전
세피아로
가장자리를 어둡게 해줘
채도를 확 낮춰줘
조금 어둡게 해줄 수 있어?
명도를 15% 높여줘
더 쨍하게
전체 색감을 따뜻하게
좀 더 시원한 느낌으로
하이라이트를 20 낮춰줘
피부 톤을 밝게
하늘 채도만 높여줘
덜 밝게 해줘
컬러를 흑백으로
선명하게 보정
약간 흐리게
번호판을 가려줘
""",
    "background": """
배경 교체해줘
뒷배경만 좀 흐리게 처리해 주실래요
배경을 단색 회색으로
배경 파란색
뒤에 배경 좀 날려줘 흐릿하게
배경을 바다로 해줄래
배경화면을 숲으로 교체
배경 하얀색으로 부탁해
뒤 배경을 밤하늘로
에펠탑 앞에 있는 것처럼 해줘
제 다른 사진을 배경으로 써주세요
배경을 그라데이션으로 바꿔줘
배경만 블러
배경을 검게 칠해줘
배경을 파리 에펠탑으로 변경해줘
뒤에 배경을 사무실로 바꿔주세요
배경을 첫 번째 사진으로 해줘
배경을 하늘색으로
깔끔한 흰 배경으로 바꿔줘
배경 흐리게 많이
사람은 두고 배경만 바꿔줘
눈 오는 배경으로 해줘
인물모드로 해줘
배경을 카페로 바꿔줄 수 있어?
배경은 그냥 까만색으로
배경을 살짝만 흐리게
뒷배경을 벚꽃길로 바꿔
하와이 해변에 있는 것처럼 만들어줘
배경을 제가 보낸 두번째 이미지로 교체해주세요
""",
    "recolour": """
저 문만 초록색으로
나뭇잎 색을 붉게 바꿔줘
운동화 하얀색으로 바꿔주세요
이 풍선 노란색으로 바꿔봐
머리 빨간색으로 염색해줘
입술을 더 빨갛게
저 의자 색 바꿔줘
가방을 검정으로
차 색깔 은색으로 해주세요
이 셔츠 흰색으로 바꿀 수 있어?
티셔츠를 까만색으로 바꿔줘
꽃 색깔을 노란색으로
차 색 바꿔줘
머리색 갈색으로
건물을 분홍색으로 칠해
눈 색깔을 초록색으로 해줘
여기를 빨갛게
하늘색 셔츠를 분홍색으로
지붕을 파란색으로 칠해줄래
이걸 금색으로 만들어줘
바지를 회색으로 바꿔줄래?
넥타이 빨강으로
내 머리 보라색으로 염색해줘
선택한 부분을 초록색으로 칠해줘
저 차 검은색이면 좋겠어
""",
    "replace": """
달을 태양으로
모자를 헬멧으로 바꿔주면 좋겠어
우산을 양산으로 교체해줄래
고양이를 호랑이로
빨간 모자로 바꿔줘
이거 대신 꽃 넣어줘
하늘을 별이 빛나는 밤하늘로 바꿔줘
얼굴을 웃는 얼굴로 바꿔줘
웃게 해줘
자동차를 마차로 바꿔줘
커피를 맥주로 바꿔 주실 수 있나요?
강아지 대신 고양이를 넣어줘
이거를 강아지로 바꾸고 싶어요
머리를 단발로 바꿔줘
옷을 원피스로 갈아입혀줘
저 나무를 벚나무로 교체
접시에 있는 빵을 케이크로 변경
신발을 장화로 바꿔줘
이 꽃을 튤립으로
하늘을 맑게 바꿔줘
고양이를 사자로 변신시켜줘
""",
    "add": """
목걸이 걸어줘
내 옆에 강아지 넣어줄 수 있어?
하늘에 드론 하나 띄워줘
여기에 고양이 추가해 주세요
선반에 책을 꽂아줘
여기다 새 한마리만 그려줘
강아지한테 모자 씌워줘
산타 모자 씌워줘
책상에 노트북 올려놔줘
하늘에 구름 좀 넣어봐
사람 옆에 로봇 세워줘
귀걸이 달아줘
손에 풍선을 들려줘
테이블에 커피잔 하나 올려줘
하늘에 별 많이 넣어줘
안경 씌워 주세요
나비 추가해 줘
여기 나무 심어줘
고양이 목에 리본 달아줘
옆에 강아지 한 마리 추가
머리에 꽃 꽂아줘
이 사람한테 수염 붙여줘
벽에 액자 걸어줘
바닥에 러그 깔아줘
달을 추가해줘 하늘에
얘한테 선글라스 좀 씌워줘
빈 의자에 고양이 앉혀줘
촛불을 켜줘
나무 옆에 그네 하나 넣어 주세요
""",
    "add/style": """
눈 내리는 효과 추가해줘
연기 효과 넣어줘
""",
    "style": """
일러스트로 변환
신카이 마코토 느낌으로
사진을 명화처럼
연필로 그린 느낌
파스텔 톤 그림으로 바꿔줘
크레파스로 그린 것처럼
애니메이션처럼 만들어주세요
레트로하게 바꿔줘
옛날 사진처럼
가을 느낌으로 바꿔줘
비 오는 날처럼 해줘
모네 그림처럼
영화같은 느낌으로
만화 캐릭터처럼 그려줘
눈 오는 풍경으로 바꿔줘
웹툰 스타일로 변환 부탁드립니다
그림처럼 바꿔줘
수채화 느낌
스케치
유화로
고흐풍으로 바꿔 주세요
8비트 게임처럼
겨울 풍경으로 바꿔줘
저녁 노을 분위기로
일본 애니메이션 느낌으로 바꿔줘
영화 포스터처럼 만들어줘
밤 느낌으로
필름 카메라로 찍은 것처럼
봄 분위기 나게
이 사람을 만화 캐릭터처럼 바꿔줘
빈티지 필터 적용해줘
레고처럼 만들어줘
만화풍
인상파 그림처럼 바꿔줘
여름 분위기로 바꿔줘
3D 애니메이션처럼
오래된 사진처럼 만들어줘
눈 덮인 겨울 느낌
이거 지브리 스타일로 바꿔줄래?
""",
    "extract": """
배경 싹 지워
신발만 오려줘
이 사람만 누끼로 따줘
배경 좀 빼줘
배경 제거
사람만 오려내줘
이 컵 누끼따줘
고양이만 남겨줘
투명배경으로 만들어줘
주인공 빼고 다 없애줘
상품만 남기고 배경 날려줘
배경 따줘
누끼
강아지만 오려서 줘
사람만 따줘
나 빼고 다른 사람들 다 지워줘
배경을 없애고 싶어요
고양이 오려내 줘
흰 배경 제거해줘
배경 투명
인물 분리해줘
신발만 따로 빼줘
배경 전부 날려버려
피사체만 추출
""",
    "transform": """
조금 기울어졌어 수평 맞춰
크기를 800x600으로 바꿔줘
가로로 뒤집어 주세요
3:2로 자르기
시계 방향으로 한 번 돌려줘
반시계 방향으로 돌려줘
사진 회전
1:1로 잘라줘
인스타 비율로 잘라줘
가로 1080 세로 1350으로 맞춰줘
좌우로 뒤집어
사진이 삐뚤어졌어 바로잡아줘
위쪽 좀 잘라줘
크기 30% 줄여
사진을 절반 크기로
거꾸로 뒤집어줘
오른쪽으로 90도 회전해 주세요
돌려줘
좌우반전해줘
사진 뒤집어줘
4:5 비율로 크롭
사이즈 줄여줘
가로 1000으로 리사이즈
얼굴만 보이게 잘라줘
정사각형으로 만들어줘
수평이 안 맞아
180도 회전
너비를 500px로
세로 사진으로 바꿔줘
가운데만 크롭해줘
30도 돌려줘
시계 반대 방향으로 90도
가로세로 1대1로
사진 크기를 두 배로
좌우 바꿔줘
위아래 반전
1920x1080으로 맞춰줘
""",
    "text": """
감사합니다 라고 써줘
오른쪽 아래에 "Seoul 2024" 적어줘
밑에 Happy New Year라고 적어줘
"2024.05.01" 날짜 넣어줘
간판 글자를 '커피'로 바꿔줘
왼쪽 위에 작게 서명 넣어줘
제목 넣어줘
아래에 '끝' 이라고 적어주세요
"Hello"라고 크게 써줘
사진에 글씨 써줘
워터마크 넣어줘
말풍선에 "배고파" 넣어줘
'여름휴가' 글씨를 위에 넣어줘
사진에 제목 달아줘
Happy Birthday 라고 써줘
""",
    "generate": """
다섯 개 만들어봐
겨울 풍경 이미지 만들어줘
숲속의 성을 그려줘
해변을 걷는 강아지 그려줘
벚꽃 사진 만들어줘
우주선 그림 그려 주세요
이거랑 비슷한 이미지 2개 만들어줘
세 가지 버전으로 보여줘
귀여운 고양이 그림 그려줘
해 질 녘 바다를 그려줘
강아지 이미지 하나 생성해 줘
새로운 로고를 디자인해 주세요
미래 도시 사진을 만들어줘
네 장 만들어줘
변형 3개
고양이 4마리 그려줘
귀여운 토끼 캐릭터 만들어줘
밤하늘 사진 하나 그려줘
다른 버전도 보여줘
우주 배경의 고양이 그림을 생성해줘
""",
    "expand": """
위쪽에 여백 좀 줘
사진 오른쪽을 확장해줘
사진 위쪽을 더 채워줘
오른쪽으로 더 늘려줘
배경을 더 넓게 확장해줘
잘린 부분 채워줘
사진 좌우를 늘려줘
위로 더 늘려줘
바깥쪽을 더 그려줘
하늘을 더 늘려줘
16:9로 확장
양쪽을 채워줘
사진을 위아래로 늘려줘
왼쪽 여백 늘려
좀 더 넓게 보이게 해줘
""",
    "upscale": """
고해상도로 부탁
화질 두 배로 키워줘
화질이 안 좋은데 좋게 해줘
깨끗한 고화질로
해상도 4배로
더 고화질로 만들어줘
2배 업스케일
화질 복원
사진이 깨졌는데 화질 좀 살려줘
화질을 선명하게
해상도 높이기
""",
    "question": """
이 음식 이름 알려줄래?
두 이미지 비교 좀
여기 몇 사람이 있는지 세어줘
사진 속 글씨가 뭐라고 적혀 있는 거야
이 차 무슨 차야?
이 사진 어디서 찍은 거야?
이거 뭐야?
사진에 몇 명 있어?
저 건물 어디인지 알아?
이 강아지 품종이 뭐예요?
두 사진 중 뭐가 더 밝아?
이 사진은 언제 찍은 거야
글자 읽어줘
무슨 일이 일어나고 있어?
사진 속 사람은 웃고 있나요?
내가 지금까지 뭘 바꿨지?
사진에 뭐가 보여?
이 사람은 뭐 하고 있어?
이거 먹을 수 있는 거야?
왜 이렇게 흐려?
몇 픽셀이야?
이 건물 이름 알려줘
첫 번째 사진과 두 번째 사진의 차이가 뭐야?
강아지 몇 마리 있어?
이거 진짜야?
표정이 어때 보여?
어느 나라야?
여기 적힌 글 번역해줘
이 사진에 대해 설명해 줄래?
뒤에 있는 건 뭐야
이 사람 몇 살로 보여?
내 사진 어때?
사진 용량이 얼마나 돼?
저게 무슨 글자야
""",
    "recommend": """
이거랑 같이 입을 바지 추천
분위기 비슷한 사진 추천해줘
이런 옷 어디 팔아?
이 가방이랑 어울리는 옷 추천해 주세요
비슷한 신발 어디서 사?
이 소파 파는 곳 알려줘
어떤 필터가 어울릴까?
이 옷에 어울리는 가방 뭐가 좋을까?
비슷한 느낌의 그림 찾아줘
어떤 색이 어울려?
이런 신발 사고 싶어
인테리어 추천해줘
이 사진이랑 어울리는 음악 추천해줘
비슷한 코트 찾아줄래
""",
    "history": """
redo 해줘
글자 넣기 전으로 돌아가고 싶어
세 번째 버전 불러와
맨 처음으로
취소해주세요
방금 전으로 돌려줘
아까로 되돌려줘
한 단계 뒤로
원본 보여줘
지우기 전으로 돌아가
다시하기
버전3
되돌리기 취소
방금 지운 거 복구해줘
맨 처음 사진으로 돌려줘
2번째 걸로 해줘
모자 씌우기 전으로
되돌아가
한 번 취소
두 단계 되돌려줘
2번 버전 보여줘
원래 사진으로 돌려줘
실행취소
방금 한 거 없던 걸로 해줘
이전 상태로 복원해줘
처음부터 다시 할래
밝게 하기 전으로
다시 되돌려
마지막 버전으로 가
아까 전으로 돌아가줘
모두 되돌려줘
앞의 작업 취소해줘
방금 바꾼 거 되돌려
첫 버전으로 돌아가자
세 번 뒤로 가줘
원본이랑 같게 돌려놔
강아지 추가하기 전으로 돌려줘
""",
    "chat": """
고맙당
어떤 기능이 있나요?
오 좋다
안녕하세요 반갑습니다
하이
고맙습니다
정말 잘했어요!
넌 뭐야?
뭘 도와줄 수 있어?
ㅋㅋㅋ
잘 가
와 대박
안녕! 반가워
고마워 ㅎㅎ
뭐 해줄 수 있어?
기능 설명해줘
잘했어
사랑해
너 이름이 뭐야
도움이 필요해
좋아요
안뇽
도와주세요
고마워용
어떤 걸 할 수 있나요
""",
    "multi": """
먼저 고양이를 지우고 그리고 나서 화질 올려줘
흑백으로 하고 대비 올려줘
수평 맞추고 16:9로 잘라줘
자동차를 빨갛게 하고 배경은 흐리게 해줘
간판 지우고 하늘 더 파랗게
고양이 지우고 그 자리에 꽃 넣어줘
배경 흐리게 하고 사람은 밝게
먼저 자르고 그 다음에 흑백으로
차를 파란색으로 바꾸고, 하늘을 더 밝게 하고, 왼쪽으로 돌려줘
이거 지워줘 그리고 밝게 해줘
이거지우고밝게해줘
안경이랑 모자 지워줘
노이즈 제거하고 선명하게
밝기 10 올리고 채도 20 내려
배경 제거한 뒤 파란색 배경으로 바꿔줘
따뜻하게 하면서 대비도 올려줘
사람 지우고 하늘 파랗게 하고 글자 추가해줘
고양이랑 강아지 지워줘
좌우 반전 후 흑백으로
밝게 해줘, 그리고 배경 지워줘
컵 지우고 밝기 올려
크롭하고 선명하게 해줘
모자 씌우고 배경을 바다로
이거 지운 다음에 수채화로 바꿔줘
배경을 흐리게 하고, 얼굴을 밝게 해줘
자르고 돌려줘
채도와 대비를 높여줘
흑백으로 바꿔서 왼쪽으로 돌려줘
글자 지우고 그 자리에 '안녕' 써줘
배경 지우고 정사각형으로 잘라줘
밝기 올리고 채도 내리고 선명하게
고양이를 강아지로 바꾸고 하늘은 노을로
회전하고 크롭해주세요
""",
    "none": """
사진을 인스타에 올려줘
이걸 친구한테 보내줘
더 좋게
느낌 있게 해줘
이거 지우고 커피 주문해줘
뭔가 이상해
그냥 해줘
잘 나오게 해줘
주식 사줘
재밌게 해줘
힙하게 해줘
""",
    "background/add": """
배경에 불꽃놀이를 합성해줘
배경에 벚꽃을 깔아줘
""",
    "none/question": """
내일 일정 알려줘
오늘 저녁 뭐 먹지
""",
    "add/multi": """
눈사람 하나 만들어서 마당에 놓아줘
""",
    "style/adjust": """
흑백 만화 느낌으로
""",
    "transform/extract": """
오른쪽 좀 잘라내줘
""",
    "background/multi": """
배경을 없애고 흰색으로 채워줘
""",
}

ENGLISH_MORE = {
    "none": """
asdf
remove the dog and frobnicate it
make it nicer
send this to my mom
lorem ipsum dolor
remove this and order me a coffee
do your magic
make it awesome
edit this
change it
blah blah
pay my bills
make it look good
can you fix this photo
qwerty
make coffee
""",
    "remove": """
delete that blob
can the crane be removed
I'd prefer it without the lamp
please make the tattoo disappear
take out the trash bags
remove everyone in the background
zap the pole
Please remove the two people in the background.
get that thing out of here
can u erase the pole behind me
remove the red car on the right
i dont want the shadow
wipe the dust
could the poster on the wall be removed?
remove my ex from this photo
take the glasses off him
photoshop out the tourist
remove glare
the guy on the left has to go
cleanup the wires
remove the salt and pepper
remove the guy in the back
erase all the cars
can you take away that chair
please get rid of these people
remove object
delete selected area
remove wrinkles
fix the scratch on the wall
i want the fence gone
remove what I marked
clean the spots from the lens
remove reflections in the window
kill the lens flare
scrub out the date stamp
remove that ugly bin on the left side
could you please delete all the text
get her out of the photo
remove the stickers from the laptop
please hide the license plate
erase the reflection on her glasses
can we lose the background people
remove the kid
I want the wires removed
""",
    "adjust": """
warm up the picture
make the room lighter
b/w
add a bit of sharpness
shadows +20
make the grass more vivid
punch up the contrast
tone down the saturation a little
make it way brighter
brighter
brighten
could you make the image a tiny bit brighter
contrast up
make his face lighter
the photo is too bright
tone down the highlights
give it more contrast
add some warmth
make the colors pop
blur the license plate
blur her face
pixelate the faces
turn it black & white
b&w please
make the whole picture warmer
reduce noise
increase saturation 20%
lighten the dark areas
make the sunset more vibrant
dim the lights
a little less contrast
can this be sharper?
sharpen the eyes
remove the yellow tint
bump the contrast
it looks too dark, fix it
lower highlights by 20
saturation down 10
give the photo a warm tone
make it cooler
add blur to this area
more saturation
make everything black and white
crank up the exposure
make this less bright
make the picture more vibrant
smooth the skin
clear up the noise
can you brighten up the foreground
sharper please
fix the white balance
the sky needs to be darker
increase sharpness by 30%
make him darker
turn this into black and white
contrast -20
monochrome
negative effect
soften the edges
the lighting is too cold
lighten her face a bit
slightly darker please
up the brightness by 10%
make the image look warmer
add contrast
the shadows are too dark
reduce brightness to -30
the picture is blurry, sharpen it
turn the exposure down
make it greyscale
drop the highlights a bit
can you make the dog brighter
blur out the number plate
make the whole thing darker
""",
    "adjust/extract": """
make everything except the dog black and white
""",
    "background": """
I'd like a plain grey backdrop
swap the backdrop with a starry sky
fade the background out of focus
background: white
make my background look like an office
make background white
put me in paris
place the product on a marble table
change the backdrop to outer space
i want the background to be a forest
out of focus background
replace bg with snow mountains
fill the background with green
background -> sunset
blur everything behind her
change bg to blue
put me on the moon
solid red background
make the background a sunset
replace the backdrop with my second image
add bokeh
can you put us in front of a castle
make the background look like a forest
use a gradient background
swap out the background
give me a blurry background
change the scene behind her to a library
set a white backdrop
could you use photo 2 as the background
make the background solid black
""",
    "recolour": """
could you turn her dress blue?
paint the fence white
change the roof to dark brown
make the umbrella yellow please
make the grass greener
change hair color to blonde
can you make my shirt navy blue
turn the blue car into a red one
paint her nails red
the car in red please
change the colour of this
i want this in green
make the roses white
turn the leaves orange
change the shirt from red to green
can the car be blue instead?
change the car's color to black
color the dress purple
make her lips redder
paint this gold
switch the couch color to teal
make the bike yellow
change eye color to blue
turn this pink
could the walls be light grey?
make her shoes red instead
""",
    "replace": """
swap his glasses for sunglasses
change the burger to pizza
turn the bread into cake
replace the trees with palm trees
swap the dog with a cat
change the sky to a starry night
turn the water into wine
make the dog a lion
make him smile
exchange the cup for a glass of wine
change the lamp for a plant
replace his shirt with a hoodie
change the cat to a tiger
turn the cup into a bowl of soup
swap this for a flower
replace the sign with a tree
change his hairstyle to a mohawk
make her dress a suit
transform the dog into a wolf
have a red bike instead of the blue one
turn the ball into a watermelon
replace the man's head with a pumpkin
switch the dog for a rabbit
swap my face with a lion
change the chair to a modern armchair
""",
    "add": """
insert a lamp on the left
give the man a beard
put a scarf around her neck
add a kite in the sky
add a dog next to her
put sunglasses on the cat
add some birds flying in the sky
can you give him a beard?
add fire
place a coffee cup on the desk
let it have wings
add a red balloon in her hand
put a bird on the branch
place trees behind the house
put glasses on
give the dog a birthday hat
insert a rainbow above the mountains
add a shadow under the product
draw a heart here
add a cup of coffee to the table
put a christmas tree in the corner
add a sun in the top left
give him a hat and a cane
put a boat on the water
can you add a moustache to the statue
add more people
place a lamp next to the bed
""",
    "style": """
make it a watercolor
renaissance painting style
give it an 80s vibe
turn it into line art
make it like a comic book
make it look like an oil painting
turn me into a disney character
anime style
watercolour effect please
make this picture look vintage
as a comic
make it autumn
convert this to a sketch
make it look like it was taken at night
cinematic look
lego version
give this a dreamy atmosphere
turn this photo into a painting
make it anime
cartoon style please
stylize as a mosaic
can you make it look like a pencil drawing
I want this in watercolor style
make it look like a 90s photo
give it a cinematic feel
make it look old
as if painted by picasso
make it a rainy day
set it at night
convert it into a comic book panel
pixel art version
convert to watercolor
make the photo look like a comic
old film look
do it in the style of Monet
van gogh style please
make it look like summer
turn it into a van gogh painting
80s style
""",
    "extract": """
strip the background
leave only the cake
cut out the shoes
make bg transparent
isolate the bottle
cut the cat out
background removal
remove all the background
only keep the shoes
I need just the person without background
remove bg
take out the background
remove the white background
crop out the background
cut out this
give me just the dog with no background
make a png with transparent background
extract the person from the photo
separate the foreground
make a sticker of the cat
remove background
background off
cut the person out of the background
delete everything but the flower
I only want the shoe
""",
    "transform": """
make the photo square
downsize to 640 px
crop to 5:4
flip this vertically
rotate a quarter turn to the left
rotate it 180
rotate right
crop the picture to a square
flip the image
resize it to 50%
crop out the left side
make it 1080x1080
cut it to 4:5
mirror it
turn it sideways
make it smaller
the photo is crooked, fix it
rotate counterclockwise
make it portrait
crop 1:1
crop around the face
scale to 200%
reduce the size by half
turn it around
flip it upside down
rotate 15 degrees clockwise
make the image smaller
resize 640x480
change the aspect ratio to 3:2
fix the tilt
double the size
rotate by 90
turn it left
crop it square
flip left to right
make it 16:9
resize to 300 pixels
straighten
""",
    "text": """
put 'Love' in the middle
write "Sold out" across it
add "SALE 50%" in the corner
write Merry Christmas at the top
put a caption saying good vibes
add my name in white letters
add a caption
write 2024 in the corner
put "Hello world" on the wall
add some text saying hi mom
can you write my name
change the sign text to "OPEN"
label it "before"
add the words "Good Morning"
write my name at the bottom
put today's date on it
type "hello" in the middle
""",
    "generate": """
create a wallpaper with mountains
generate three posters
draw a spaceship
create an image of two astronauts playing chess
draw me a dragon
generate 4 variations
show me three options
make another version
a picture of a fox in the snow
make an image of a dog on the moon
create three variations
generate a fantasy landscape
design a logo for my bakery
draw a sunset
can you create a cartoon of a cat
draw two cats playing
make me a wallpaper
generate a photo of a mountain lake
draw something cute
give me another option
create an icon of a bee
paint me a picture of paris
""",
    "expand": """
add space on the right
extend downward
make the image wider
extend the top
zoom out a bit
expand to the right and left
fill in the sides
make more room on the left
extend the sky
outpaint
add padding
extend to 16:9
show more of the scene
make the canvas bigger
extend the background to the right
give it more headroom
""",
    "upscale/multi": """
improve sharpness and resolution
make it sharper and bigger
sharpen and upscale
""",
    "upscale": """
upscale it four times
improve image quality
can you upscale this to 4k
enlarge 2x without losing quality
increase resolution
enhance details and quality
4x upscale
make it high resolution
make the quality better
double the resolution
hd please
""",
    "question": """
describe what you see
how tall is that tower
are there any cars?
who's in the picture
what time of day is it in the photo?
what's this?
who painted this?
how old is this building?
is the dog brown?
what kind of flower is that
which version is better?
can you describe this photo
what are the people doing?
can you see a cat?
what is different between these two?
what breed is this dog?
where is this?
what does the sign say?
do you see any people?
how big is the file?
what's the difference between version 1 and 2?
what's the mood of this photo?
are they smiling?
what year is this car from
count the birds
is this edited?
translate the sign
what's in the background?
who took this picture
how many cats do you see?
can you tell if it's edited?
is it raining in this photo
which one looks better
what does this mean
""",
    "recommend": """
where do I buy these
can you recommend a similar lamp
recommend a restaurant with this vibe
where could I get shoes like these
find similar dresses
what shoes would go with this dress?
suggest an outfit
where can I find a couch like this
what should I wear to match this?
suggest some products like this
any similar chairs I can buy?
what colors would go well here?
recommend me a frame for this picture
where to buy this lamp
what would go with these pants
""",
    "history": """
undo my last edit
take me back to the original
back to version 2 please
undo all of it
go back 2 versions
undo the last change
go to the previous version
revert
i changed my mind, go back
step back two times
redo it
show the original
back to version one
restore version 3
put the dog back
undo last 3 edits
use the second one
undo please
go back one step
revert all changes
i want the original back
undo 3 times
back to the second version
restore previous
no, undo that
go to the first one
cancel
return to before the crop
never mind, go back
switch to version 4
redo that
bring back the cat
undo the crop
go back to the first version
can we go back to how it was
give me the original
undo undo
go back to the version before the blur
step back
""",
    "chat": """
wow
what can this app do
thanks buddy
hello!
Hello!
thanks a lot
what can I ask you?
cool
good job
goodbye
hey there, how are you
hi, how are you?
thanks, that's perfect
who made you?
nice
help me
good evening
what do you do?
awesome, thank you
that looks amazing
can you help me?
hiya
thank you!!
what are your features?
you are awesome
perfect!
""",
    "multi": """
erase him and upscale the photo
add snow and make it darker
rotate it then sharpen
remove the sign, straighten it and crop to 3:2
make the dress red and blur the background
crop it to 1:1 and upscale
remove the man, the dog and the bike
make the car red and the sky darker
blur the background and brighten the subject
cut out the dog then add a hat
flip it and rotate 90 degrees
add a hat and make the shirt blue
change the sky to sunset, remove the people and warm it up
delete this & make it brighter
after cropping to square, make it black and white
remove the background and add a white one
make it warmer, then crop to 4:3
erase the cup and the plate
brighter and sharper
resize to 1000px wide and convert to grayscale
delete the man on the left and brighten the rest
replace the sky with stars and add a moon
make the hat red, the shirt blue and the shoes white
remove this. blur that.
undo twice and then sharpen
crop, rotate and flip
lower the contrast but raise the brightness
remove the person and extend the picture
add a hat, then make it black and white
crop to 4:5 and add the text "Sale"
make the sky pink and remove the birds
denoise and sharpen
first brighten it then crop it
""",
    "adjust/none": """
make the photo pop more
""",
    "add/style": """
add rain
""",
    "style/adjust": """
apply a sepia vintage filter
""",
    "adjust/recolour": """
make the water bluer
""",
    "adjust/multi": """
less contrast and more saturation
""",
    "replace/style": """
change the season to winter
""",
    "transform/expand": """
make it wider
""",
    "adjust/remove": """
hide her face with blur
""",
}

# Written blind by a second reader, measured, and only then used for tuning.
KOREAN_BLIND = {
    "text": """
Happy New Year 문구 추가해줘
밑에다가 작게 since 1998 이라고 넣어줘
말풍선에 "배고파" 써줘ㅋㅋ
왼쪽아래에 @minsu_photo 넣어줘
'월요일'을 '금요일'로 바꿔줘
SALE 문구 추가해줘
caption 넣어줘 "Hi"
ORIGINAL 이라고 써줘
""",
    "recommend": """
어떻게 하면 더 예뻐질까?
여기에 뭐 놓으면 좋을까
이 사진이랑 어울리는 문구 추천
filter 추천좀
어떻게 하면 더 멋있어질까
""",
    "chat": """
ㅋㅋㅋㅋ 대박
ㅇㅋ 고마웡
헐 대박이다
ㅎㅎ 최고다
""",
    "remove": """
뒤에 찍힌 아저씨 좀 빼줄수있어ㅠㅠ
유리에 비친거 없애줘
다크서클 지워주세여
옷에 묻은 얼룩 제거가능?
여기 잡초들 싹 정리해줘
저기 걸어가는 사람들 안나오게 해줘
이마에 여드름자국 안보였으면
화면에 있는 로고 치워줄 수 있나
뒤에 사람이 있는데 지워줘
책상 위 좀 싹 정리해줘
dog 지워줘
그 남자 remove 부탁
remove 해줘
고양이 말고 저 강아지만 지워줘
ㅋㅋ 이거 지워줘
""",
    "replace": """
배경말고 저 의자를 벤치로
짜장면을 짬뽕으로 바꿔주셈
신발 구두로 바꿔주라
손에 든거 장미꽃으로 바꿔줘
들고있는 핸드폰을 책으로 바꿔주면 좋겠어
구름 낀 하늘 말고 맑은 하늘로
이 컵 꽃병으로 바꿔줘
티셔츠 검은 정장으로 바꿔줘
커피 대신 맥주로
""",
    "add": """
케이크에 촛불 좀 꽂아줘
빈 벽에 액자 하나 걸어주세요
손목에 시계 채워줘
아기 옆에 곰인형 두고 싶어
""",
    "background": """
뒤에만 뿌옇게 해주세여
스튜디오 배경으로 해줘
배경을 벚꽃길로 바꿔주실 수 있을까요
뒷배경만 흐릿하게 부탁드립니다
바닷가에 있는 것처럼 해줘
BG 흐리게
background를 white로
배경이 지저분한데 흐리게 해줘
""",
    "style": """
옛날 흑백영화 느낌
디즈니 캐릭터로 만들어줘
유화느낌으로 그려줘
감성사진처럼 해주세요
애니메이션 그림체로
오래된 사진처럼 바래게
vintage 느낌으로
""",
    "adjust": """
넘 어두움ㅠ
쫌만 더 진하게
피부 뽀얗게 해주세요
하늘만 채도 확 올려줘
전체적으로 푸른끼 빼줘
대비를 15프로 낮춰주세요
얼굴이 너무 까맣게 나왔어 좀 밝게
따뜻한 느낌 한스푼
채도좀빼줘
콘트라스트 팍 올려
너무 밝네 좀 어둡게
얼굴이 칙칙해 보이는데 밝게 해줘
사진이 너무 어두워서 그런데 밝게 해줘
brightness 20 올려줘
contrast 좀 높여줘
이 부분 blur 처리해줘
grayscale로 변환
""",
    "recolour": """
가방 색 네이비로
눈동자를 초록색으로 바꾸면 어떨까
간판 노란색으로 칠해주실래요
머리 갈색으로 염색한 것처럼
쇼파색 바꿔줘 회색으로
""",
    "extract": """
상품만 따주세요
인물 빼고 싹 날려줘
옷만 따로 투명 png로 만들어줘
background 지워줘
bg 지워줘
""",
    "transform": """
시계방향으로 45도만 돌려주세요
인스타 스토리 사이즈로 잘라줘
거울에 비친것처럼 뒤집어
크기 50퍼로 줄여줘
사진 오른쪽으로 눕혀줘
위에 빈공간 잘라내줘
crop 16:9로 해줘
resize 해줘 1080x1080
flip 해줘
rotate 90도
""",
    "generate": """
강아지 두마리가 뛰어노는 그림 하나 뽑아줘
여름 바다 배경화면 만들어줘
달에서 커피마시는 토끼 그려줄래?
""",
    "expand": """
머리위가 잘렸는데 위로 좀 늘려줘
양옆에 여백 좀 더 줘
발이 잘렸어 아래쪽 더 그려줘
다리가 잘렸어 아래 더 그려줘
""",
    "upscale": """
너무 저화질인데 살려줘
흐릿한데 화질 복원 가능할까요
upscale 2배
화질이 구린데 고화질로 해줘
""",
    "question": """
얘 몇살처럼 보여?
이 글씨 뭐라고 써있는거야
저기 뒤에 보이는 건물 이름 알아?
""",
    "history": """
아 이거 아니야 되돌려
두번째걸로 다시 가줘
지운거 다시 살려줘
맘에 안들어 전으로
undo 해줘
없앤거 다시 돌려놔
사진이 이상하네 원본으로
""",
    "multi": """
전선 지우고 좀 더 따뜻하게 하고 3:2로 잘라줘
얼굴 점 빼고 피부톤 밝게, 배경은 날려줘
""",
    "multi/history": """
방금꺼 취소하고 두번째 버전으로 가줘
""",
    "add/none": """
고양이 머리에 왕관ㅋㅋ
손에 풍선 하나
""",
    "none": """
뒤에 사람들
하늘에 구름
""",
}

ENGLISH_BLIND = {
    "remove": """
theres a photobomber on the left, erase him
crop out... I mean erase the car behind us
take that lamp post out of the shot would you
there's glare on my glasses, can you fix that
kill the reflection in the window
zap that zit on my chin
the hand on the right has to go
i look great but that drunk guy in the back has got to go
the seagull is distracting, get it out of there
clean the crumbs off the table
there's a guy in the corner, get rid of him
there is a stain on my shirt can you remove it
theres dust on the lens, fix it
I don't want this guy here, remove him
remove the version 2 text
remove 고양이
""",
    "replace": """
put a cat where the dog is
make the bike a horse
instead of the burger put a salad
trade her heels for sneakers
can we have a guitar instead of the umbrella
make her jacket a leather one
put a dog where the cat was
in place of the cup put a vase
""",
    "add": """
id like a boat on the lake please
slap a mustache on him lol
throw in a few clouds
could we get some candles on the cake?
make him hold a balloon
needs a bit of fog, add some over the lake
put glasses on me
""",
    "adjust": """
its a bit washed out, more saturation
lift the shadows 30%
the photo looks yellowish, cool it down
a tad less contrast
way too bright, can u dial it back
skin looks orange, fix the white balance
can you make the colors pop more
soften her skin a little
drop exposure by 10 percent
everything looks a bit flat, give it some contrast
crank the saturation to 40
the whites are too harsh
mono please
the sky looks dull, make it brighter
my face is too dark, brighten it
lift the shadows a bit
kill the highlights
make it 흑백
""",
    "extract": """
I need just the shoe as a PNG
save only the logo with no background
get me the subject on a transparent bg
drop everything except the bottle
just give me the chair, nothing else
give me the shoe as a sticker
save just the logo
""",
    "transform": """
its crooked, straighten it
rotate it the other way by 15 degrees
trim the left edge off
make it vertical for stories
scale down to 800px wide
tilt it a couple degrees clockwise
chop off the bottom third
this is crooked, straighten it
trim the top a little
""",
    "text": """
change the sign so it says OPEN
put my name in the corner
slap "FOR SALE" across the front
add my initials JK bottom right
put a caption that says hello world
change 'Monday' to 'Friday'
add #sunset at the bottom
""",
    "expand": """
i need more sky above her head
theres not enough room on top, add some
make this a wide shot
give me more room on the right
I want more sky on top
""",
    "upscale": """
make it higher res
its too pixelated, improve quality
this is too small for print, up the resolution
this is blurry because it's low res, can you enhance it 2x
its blurry, improve the resolution
better res please
""",
    "recommend": """
any ideas how to make this better
what color curtains would match these walls
which filter suits this best?
any tips for this photo
""",
    "chat": """
perfect, love it
lol nice
ok thats awesome, ty
omg love this
haha great
""",
    "none": """
do the thing
the other way
do the thing please
""",
    "replace/background": """
put a stormy sky instead of this one
""",
    "background": """
get me a plain grey backdrop
make it look like im standing in paris
everything behind me should be blurry
I'd rather be in a forest than this office
change whats behind us to a city skyline
keep me sharp but blur the rest
blur 배경
make it look like we're sitting at a cafe
""",
    "style": """
give me that 90s disposable camera look
make it studio ghibli
oil painting pls
turn day into night
make this look hand painted
comic strip version please
""",
    "recolour": """
the door should be teal
what if the couch was green
make her lipstick darker red
those flowers would look better in purple
swap the red of the car for blue
change the dress color to royal blue
make the lips deeper pink
""",
    "generate": """
can you whip up a picture of a dragon over a lake
give me four versions of a minimalist bird logo
paint me a misty harbor at dawn
come up with a logo for my bakery
""",
    "question": """
can you tell what breed this is
does she look tired
any idea what year this car is from
any idea where this is
""",
    "history": """
oops go back one
bring back the second version
hmm, i don't like that, undo it please
that was a mistake, go back
go back to the last version
go to the last version
Hi! undo that
""",
    "multi": """
get rid of the cables, then warm it up a bit and crop to 3:2
lose the fence and give the sky a warmer tone
the photo is too dark, remove the cat
""",
}

OTHER = """
写真を明るくして
Mach das Bild heller
Supprime le chat s'il te plaît
удали кота
Quita el perro de la foto
把猫去掉
"""


def rows(language: str, part: str) -> list[tuple[str, str]]:
    """Return (text, op) of "ko" or "en"; `part` is "dev" or "test". "a/b" accepts both."""
    blocks = KOREAN if language == "ko" else ENGLISH
    chosen = [
        (line, op)
        for op, block in blocks.items()
        for index, line in enumerate(block.strip().splitlines())
        if (index % 3 == 2) == (part == "test")
    ]
    korean = (KOREAN_MORE, KOREAN_BLIND, KOREAN_SPOKEN)
    english = (ENGLISH_MORE, ENGLISH_BLIND, ENGLISH_SPOKEN)
    tuned = korean if language == "ko" else english
    extra = [
        (line, op)
        for more in tuned
        for op, block in more.items()
        for line in block.strip().splitlines()
    ]
    return chosen if part == "test" else chosen + extra
